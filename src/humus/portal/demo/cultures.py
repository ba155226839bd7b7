"""Common given and family names, with the countries and languages they are drawn for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Culture:
    """``places`` are (country, time zone); a person writes in the first language that the site has."""

    places: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]


def culture(places: str, languages: str, given: str, family: str) -> Culture:
    pairs = tuple((country, zone) for country, _sign, zone in (place.partition("=") for place in places.split()))
    return Culture(pairs, tuple(languages.split()), tuple(given.split()), tuple(family.replace("_", " ").split("|")))


CULTURES = (
    culture(
        "FR=Europe/Paris BE=Europe/Brussels CH=Europe/Zurich",
        "fr en",
        "Camille Élodie Mathilde Hugo Antoine Lucie Benoît Solène Thibault Margaux",
        "Lefort|Garnier|Moreau|Delmas|Chevalier|Rousselot|Vasseur|Bonnefoy|Carpentier|Marchal",
    ),
    culture(
        "DE=Europe/Berlin AT=Europe/Vienna",
        "de en",
        "Anke Jonas Katrin Lukas Miriam Tobias Ulrike Stefan Hanna Felix",
        "Brandt|Hoffmeister|Kessler|Lindner|Neumann|Pohl|Reuter|Seidel|Vogt|Zimmer",
    ),
    culture(
        "ES=Europe/Madrid",
        "es en",
        "Lucía Álvaro Carmen Íñigo Marta Pablo Rocío Sergio Nuria Javier",
        "Aguilar|Benítez|Cabrera|Domínguez|Esteban|Fuentes|Gallego|Herrero|Ibáñez|Lozano",
    ),
    culture(
        "IT=Europe/Rome",
        "it en",
        "Chiara Matteo Giulia Lorenzo Elisa Davide Paola Fabio",
        "Bellini|Conti|De_Santis|Ferraro|Gallo|Marchetti|Rinaldi|Valli",
    ),
    culture(
        "PT=Europe/Lisbon CV=Atlantic/Cape_Verde",
        "pt en",
        "Inês Tiago Mariana Rui Beatriz Nuno Catarina Duarte",
        "Almeida|Carvalho|Figueiredo|Lopes|Monteiro|Pinheiro|Ramos|Tavares",
    ),
    culture(
        "GB=Europe/London IE=Europe/Dublin",
        "en",
        "Fiona Callum Harriet Owen Niamh Rory Eleanor Gareth Siobhan Miles",
        "Ashworth|Byrne|Calder|Fairley|Hargreaves|Kinsella|Lowther|Pritchard|Rowan|Thackeray",
    ),
    culture(
        "FI=Europe/Helsinki SE=Europe/Stockholm NO=Europe/Oslo",
        "fi sv en",
        "Aino Mikko Elsa Lars Sanna Erik Ingrid Jukka",
        "Backman|Eklund|Heikkinen|Lindqvist|Nieminen|Sandvik|Salonen|Virtala",
    ),
    culture(
        "PL=Europe/Warsaw UA=Europe/Kyiv RO=Europe/Bucharest",
        "pl uk en",
        "Agnieszka Piotr Oksana Andriy Magda Radu Ioana Marek",
        "Dragan|Kowal|Lewicki|Marin|Nowicka|Petrenko|Stan|Zelenko",
    ),
    culture(
        "MA=Africa/Casablanca DZ=Africa/Algiers TN=Africa/Tunis",
        "ar fr",
        "Amina Youssef Khadija Karim Salma Mehdi Nadia Rachid Samira Walid",
        "Alaoui|Benali|Cherkaoui|El_Fassi|Haddad|Idrissi|Mansouri|Ouali|Slimani|Tazi",
    ),
    culture(
        "EG=Africa/Cairo JO=Asia/Amman LB=Asia/Beirut",
        "ar en",
        "Dalia Hassan Layla Omar Rania Tarek Mona Ziad",
        "Darwish|El_Masry|Farah|Khoury|Nasser|Sabry|Shahin|Zaki",
    ),
    culture(
        "SN=Africa/Dakar ML=Africa/Bamako BF=Africa/Ouagadougou",
        "fr",
        "Aïssatou Moussa Fatou Ibrahima Mariama Ousmane Awa Cheikh Ndèye Boubacar",
        "Diallo|Diop|Fall|Kaboré|Ndiaye|Ouédraogo|Sarr|Sow|Traoré|Zongo",
    ),
    culture(
        "BJ=Africa/Porto-Novo TG=Africa/Lome CI=Africa/Abidjan CM=Africa/Douala",
        "fr en",
        "Afi Koffi Edwige Sylvain Adjoa Kossi Clarisse Hermann",
        "Adjovi|Agbodjan|Dossou|Ekambi|Hounkpatin|Konan|Mensah|Yao",
    ),
    culture(
        "KE=Africa/Nairobi UG=Africa/Kampala TZ=Africa/Dar_es_Salaam",
        "en sw",
        "Wanjiru Otieno Akinyi Kamau Neema Juma Achieng Baraka Grace Daudi",
        "Kariuki|Kiprono|Mwangi|Mushi|Nakato|Ochieng|Okello|Odhiambo|Ssemakula|Wekesa",
    ),
    culture(
        "NG=Africa/Lagos GH=Africa/Accra",
        "en",
        "Adaeze Chidi Folake Emeka Abena Kwame Ngozi Tunde Yaa Kofi",
        "Adeyemi|Agyeman|Asante|Balogun|Eze|Nwosu|Ofori|Okafor|Owusu|Yakubu",
    ),
    culture(
        "ZA=Africa/Johannesburg MZ=Africa/Maputo ZM=Africa/Lusaka",
        "en pt",
        "Thandiwe Sipho Lindiwe Pieter Naledi Carlos Mutale Zanele",
        "Banda|Cossa|Dlamini|Khumalo|Mabaso|Mwansa|Naidoo|Van_Zyl",
    ),
    culture(
        "MX=America/Mexico_City GT=America/Guatemala",
        "es",
        "Ximena Emiliano Guadalupe Rodrigo Itzel Mateo Paulina Joaquín Citlali Óscar",
        "Barrientos|Cárdenas|Escobedo|Guzmán|Ixcot|Montes|Ocampo|Quiroz|Saldívar|Zúñiga",
    ),
    culture(
        "CO=America/Bogota EC=America/Guayaquil PE=America/Lima CR=America/Costa_Rica",
        "es en",
        "Valentina Andrés Daniela Felipe Killa Marcelo Tatiana Jhon Yamila Ricardo",
        "Arango|Buitrago|Cisneros|Espinoza|Huamán|Jaramillo|Mora|Quispe|Restrepo|Yépez",
    ),
    culture(
        "AR=America/Argentina/Buenos_Aires CL=America/Santiago UY=America/Montevideo",
        "es",
        "Florencia Gonzalo Julieta Martín Catalina Ignacio Soledad Bruno Pilar Nahuel",
        "Acosta|Bianchi|Echeverría|Fontana|Lagos|Millán|Painemal|Olivera|Rossi|Sepúlveda",
    ),
    culture(
        "BR=America/Sao_Paulo",
        "pt en",
        "Larissa Rafael Juliana Thiago Luana Eduardo Vitória Caio",
        "Barbosa|Cardoso|Farias|Lacerda|Nogueira|Pacheco|Sampaio|Teixeira",
    ),
    culture(
        "HT=America/Port-au-Prince MQ=America/Martinique",
        "fr en",
        "Judeline Wilner Rose-Marie Josué Nadège Frantz",
        "Augustin|Bélizaire|Célestin|Désir|Jean-Louis|Saint-Cyr",
    ),
    culture(
        "CA=America/Toronto US=America/Chicago",
        "en fr",
        "Abigail Dylan Chantal Marcus Sophie Tyler Renée Jordan Megan Étienne",
        "Bergeron|Caldwell|Desrochers|Ellison|Fontaine|Greer|Hollis|Lavoie|Morrow|Whitfield",
    ),
    culture(
        "IN=Asia/Kolkata NP=Asia/Kathmandu LK=Asia/Colombo BD=Asia/Dhaka",
        "hi en",
        "Ananya Rohan Kavita Sanjay Meera Arjun Nilufar Bikram Priya Dinesh",
        "Acharya|Bhattarai|Chaudhary|Deshmukh|Fernando|Iyer|Kulkarni|Rahman|Thapa|Verma",
    ),
    culture(
        "ID=Asia/Jakarta PH=Asia/Manila VN=Asia/Ho_Chi_Minh TH=Asia/Bangkok",
        "id en",
        "Dewi Bayu Linh Minh Siti Arif Marisol Somchai Ayu Duy",
        "Dela_Cruz|Hartono|Lestari|Nguyen|Pham|Pratama|Reyes|Santoso|Srisai|Tran",
    ),
    culture(
        "CN=Asia/Shanghai JP=Asia/Tokyo KR=Asia/Seoul",
        "zh ja en",
        "Mei Haruto Jisoo Wei Yuki Minjun Lan Sora",
        "Chen|Fujimori|Han|Kang|Liu|Morita|Okabe|Zhou",
    ),
    culture(
        "AU=Australia/Brisbane NZ=Pacific/Auckland FJ=Pacific/Fiji",
        "en",
        "Tahlia Lachlan Aroha Bryn Mele Hamish Kirra Sione",
        "Barrett|Faleolo|Gilchrist|Ngata|Parata|Ravula|Sinclair|Tuckwell",
    ),
)
