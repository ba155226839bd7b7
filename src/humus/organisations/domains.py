"""Mail domains where anybody can have an address: they prove nothing about an organisation."""

from __future__ import annotations

_NAMES = """
126.com 163.com aol.com bluewin.ch bol.com.br btinternet.com comcast.net duck.com fastmail.com free.fr freenet.de
gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com hey.com hotmail.be hotmail.co.uk hotmail.com
hotmail.de hotmail.es hotmail.fr hotmail.it icloud.com inbox.com laposte.net libero.it live.co.uk live.com live.fr
mac.com mail.com mail.ru mailbox.org me.com msn.com neuf.fr numericable.fr orange.fr outlook.com outlook.de outlook.es
outlook.fr pm.me posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com rediffmail.com rocketmail.com
sbcglobal.net seznam.cz sfr.fr sina.com t-online.de terra.com.br tutanota.com tutanota.de tuta.com tuta.io uol.com.br
verizon.net virgilio.it wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br
yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com
"""
PUBLIC = frozenset(_NAMES.split())
