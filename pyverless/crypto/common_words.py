"""What passwords are usually made of: words and names, and ways over a keyboard.

Our own list, in lower case and without accents, for `pyverless.crypto.guessing`, which
puts them together, with digits between and letters written as digits. It is imported
when the first password is validated.
"""

from __future__ import annotations

__all__ = ["TRACKS", "WORDS"]

# ruff: noqa: E501

#: Any three or more characters in a row of one of these are easy, in both directions.
TRACKS: str = (
    "01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop[] asdfghjkl;' zxcvbnm,./ "
    "qwertzuiopu yxcvbnm azertyuiop qsdfghjklm wxcvbn !@#$%^&*()_+ !\"§$%&/()= "
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/ qazwsxedcrfvtgbyhnujmikolp zaq12wsxcde34rfv "
    "zaq1xsw2cde3vfr4bgt5nhy6mju7 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 "
    "1a2b3c4d5e6f7g8h9i a1b2c3d4e5f6g7h8i9 1a2s3d4f5g6h7j8k9l a1s2d3f4g5h6j7k8l9 "
    "1z2x3c4v5b6n7m z1x2c3v4b5n6m7 qawsedrftgyhujikolp azsxdcfvgbhnjmkl "
    "qweasdzxc ewqdsacxz qweasdzxcrtyfghvbn qscwdvefbrgnthm wsxedcrfv edcrfvtgb rfvtgbyhn "
    "147258369 147852369 741852963 789456123 159357 159753 951753 246810 13579 1029384756 112233445566778899 "
    "112358 314159265358979 271828182 102030405060708090 010203040506070809 "
    "ицукенгшщзхъ фывапролджэ ячсмитьбю"
)

#: Words separated by blanks.
WORDS: str = """
123abc 123qwe 1q2w3e 2pac 4ever 50cent a1b2c3 aaa aaaa aabbcc aaron abby abc abcabc abcd
abcde abcdef abcdefg abdul abdullah abigail above abraham abril absolut absolute academy
access accord account accountant acdc ace acer aces achilles acmilan action active actor
actress acuario acura adam adamko adams addicted ademola adewale admin administrador
administrator adrian adriana adriano adrien advance adventure aerosmith africa agassi
agent agnieszka agosto agree agus ahmed ahmet aimee airborne airbus airforce airjordan
airplane airport ajax akatsuki akbar akira akon akucinta alabama aladdin alan alarm
alaska albert alberta alberto album alchemist alegria alejandra alejandro aleksandr
aleksandra aleksey alena alessandra alessandro alex alexa alexander alexandra alexandre
alexandru alexey alexia alexis alfa alfaromeo alfonso alfred alfredo algeria algerie ali
alice alicia alien aliens alina aline alison alissa alive all allah allan allen alliance
allie alligator allison almost aloha alone alonso alpha alphabet altima alucard alvaro
always alyona alyssa amanda amazing amazon ambassador amber amelia amen america american
amiga amigas amigo amigos amin amina amir amistad amit amitie amizade ammo amor amore
amoremio amoreterno amormio amour amparo amsterdam amy ana anais anakin anal anand
anastasia anastasiya anatoly anatomy anchor ancient and anders anderson andi andre
andrea andreas andreea andrei andrej andres andrew andrey android andy angel angela
angelica angelika angelina angelique angelo angels angelus anger angie angry anhyeuem
ania anil anime anita anjali ankit ankur ann anna annabel annabella annabelle annamaria
anne annette annie annika answer ant anthony antique antoine anton antonella antonia
antonio antony anubis anwar any anya anyone anything aol aout apartment ape apocalypse
apollo apple apples april aprile aqua aquaman aquarium aquarius aragorn aravind arcangel
archangel archer archery arctic arcticcat are arena ares argentina ariel aries arigato
arizona arjun arkansas armando armstrong army arnaldo arnold arrive arrow arschloch
arsenal art artem artemis arthur artist artista artur arturo arun asd asdasd asdf asdfg
asdfgh asdfghj asdzxc ash asha ashish ashlee ashleigh ashley ashok ashwin asia asian
aslan aspen aspirin ass assassin assassins asshole assistant aston astra astros asuka
asus atari athena athens athletics atlanta atlantis atletico atomic attila attorney atv
audi audition august augusto aurelie aurelien aurora aussie austin australia austria
author auto autumn avalanche avalon avengers avenue aviation avril award awesome ayomide
ayse azerty aziz azul babe baby babyblue babyboy babydoll babyface babygirl bacardi bach
back backpack backup bacon bad badger badgers bailey baker bakery balaji balance balazs
ballet balloon baltimore bambi bamboo banana bananas band bandit bandits bandung bang
bangalore bangkok bangladesh bank bankai banker banking banner barb barbara barbie barca
barcelona barnes barney barrel bart bartek bartosz bartsimpson baseball basket
basketball bass bassfish bastard bathroom batman battery battlefield battlestar bayern
bbb beach beacon bean beans bear bears beata beatles beatrice beatriz beautiful beauty
beaver bebe bebop becca beckham becky bedrock bedroom bee beer beers bees beethoven
beetle beijing belfast belgium believe believer bella belle bello below ben bench bender
benedict benfica bengals benito benjamin benjie bennett benny bentley benz beograd
beretta berlin bernard bernardo berry besiktas bessie best bestfriend bestfriends beta
beth bethany better betty beyonce bharat bianca bible bibou bicycle bieber bienvenido
bienvenue big bigbird bigboss bigboy bigbuck bigdaddy bigdick bigdog biggie bigguy
bigmac bigman bigred bike biker bikes bilal bilbo bill billie billy billybob bingo
biology bird birdie birds birmingham birthday biscuit bishop bison bisous bitch bitches
bjorn blabla black blackbelt blackberry blackbird blackcat blackdog blackhawk blackhawks
blackie blackjack blackmagic blackman blackmetal blackout blackrose blackstar blackwater
blacky blade blah blahblah blake blanc blanca blanche blanco blanket blast blau blazer
bleach blender bless blessed blessing bleu bling blink blonde blondie blondy blood
bloody blossom blowjob blue bluebell blueberry bluebird bluedog blueeyes bluefish
bluegill bluegirl bluejays bluemoon blues bluesky bluestar blume blur bluto bmw bmx
board boat boats bob bobafett bobby bobcat bobmarley bobo boca bocajuniors boeing bogdan
bojan bolivia bomb bombay bomber bombon bond bone bones bongo bonheur bonita bonjour
bonjovi bono boob booboo boobs boogie book books boom boost bordeaux border bored
boricua boring boris borussia boss boston bottle boulder bow bowhunter boxing boy boyd
boyfriend boys bracelet brady branch brandon brasil braves bravo brazil bread breeze
bremen brenda brendan brewers brewster brian brick bride bridge bridget bright brigitte
brilliant brisbane bristol britain british britney britt brittany brittney bro broccoli
broken brokenheart broker bronco broncos bronx brook brooke brooklyn brooks brother
brothers brown browneyes brownie browning browns bruce brucelee bruins brunette bruno
brush brussels bryan bryant bryce bubba bubble bubblegum bubbles buccaneers buck bucket
buckeyes bucks bucuresti bud budapest buddha buddy budi budlight budweiser buffalo buffy
bug bugatti buggy bugs bugsbunny buick builder bulbasaur bulgaria bull bulldog bulldogs
bullet bullets bulls bullshit bunny burak burger burns burrito bus bush bushido business
buster butler butt butter butterblume buttercup butterflies butterfly butters button
buttons buzz byakuya c3po caballo cabin cactus cadillac caesar cafe cairo caitlin cake
calcio caleb calendar calgary caliber california callofduty camaro cambridge camel
camelot camera cameron camila camilla camille camo campbell camper camping camry can
canada canadiens cancer candle candy cane cannabis cannon canoe canon canucks canyon
capital capitals capricorn capricornio captain car caramelo caravan carbon cardiff
cardinal cardinals career caren carina carl carla carlitos carlo carlos carlton carmela
carmen carnival carol carole carolina caroline carolyn carp carpenter carpet carroll
carrot cars carter cartman casablanca casey cash casino cassandra cassidy cassie castle
cat catalina caterina catfish catherine catholic cathy cats catwoman cavalier ccc cecile
cecilia cedar celeste cello celtic celtics cemetery cena centaur center central century
ceramic cerberus cesar cfif chainsaw chair challenger chamber champion champions chance
chandler chandra change changeme channel chapel chapter charger chargers charity
charizard charles charleston charlie charlotte charly charm charmed chase chat chaton
chavez cheese cheeseburger cheetah chelsea chelsey chemical chemistry chen chennai
cherie cherokee cherries cherry cherub cheryl chess cheval chevelle chevrolet chevy
chewbacca chewie chica chicago chicken chico chidi chief chiefs chien child children
chile chimera chimney chimp china chinese chioma chips chiquita chiquito chivas chloe
choco chocolat chocolate choice chopin chopper choppers chouchou choupette chris christ
christal christian christina christine christmas christoph christophe christopher
christy chrysler chubby chuck chucky chum church churchill cia ciao ciaociao ciccio
cielo cigar cincinnati cinderella cindy cinema cinnamon cinta ciprian circle circus
cisco citizen citroen city civic civilization cjkysirj claire clara clarinet clarissa
clarisse clark class classic classof claude claudia claudine claudio clement clemente
cleopatra cleveland clever climb climber climbing clinic clinton clio clippers clock
cloud clouds clover clown clowns clubs coach cobalt cobra coca cocacola cocaine cock
coconut code coder cody coeur coffee coffin coke cola coldplay cole coleman colin
collection college collins colombia colonel color colorado colors colt colton colts
columbus come comedy comet comfort comic command common community company compaq compass
computador computadora computer concert concrete condor conejo connect connecticut
conner connor conor consuelo contrasena contrasenha control cook cookie cookies cool
coolboy coolcool cooldude coolgirl coolio coolman cooper cop copper coral corazon
corinthians corleone corner corolla corona corporate corsa corvette cosmic cosmin cosmos
costanza cottage cotton coucou cougar cougars council counter counterstrike country
courage courtney cousin cover cow cowboy cowboybebop cowboys cowgirl cox coyote crack
cracker cradle crane crappie crawford crayon crazy cream creative creed creeper crfnth
cricket crimson cris cristal cristi cristian cristiano cristina cristo croatia crocodile
crow crown cruise cruzazul cruzeiro crv cry crying crypt crystal csaba csi cska
ctdfcnjgjkm cuba cubs cucciolo cuddles cullen cumshot cunningham cuore cupcake cupid
cure curious current curtain custom cute cutie cyber cycling cyclist cyclone cyclops
cynthia dad dada daddy daffy daisuki daisy dakota dale dallas damian damien damn dan
dance dancer dancing danger daniel daniela daniele daniella danielle daniels danil
danila danmark danny danse daphne daria dario dark darkangel darkknight darklord darkman
darkmoon darkness darkside darkstar darling darrell darth darthvader darwin darya dasha
data database daughter dave davey david davide davidson davinci davis dawid dawn day
daylight days ddd dead deadpool dear death deathnote deb debbie debian debora deborah
debra december decembre decision deepa deepak deepika deeppurple deepsea deer deerhunter
default defender defense defleppard deftones deidara dejan delaware delfin delhi
delicious delilah deliver dell delta demi demo demon demons denim denis denise deniska
denmark dennis dentist denver depeche depechemode depot desert design designer desktop
desperado dessert destiny detail detective detroit deus deusefiel deutschland deux
developer devi device devil devils devin devon dewi dexter dezember dharma diablo
diamond diamonds dian diana diane dianne dice dicembre diciembre dick did die diego
diesel digimon digital dima dimitri dimon dinesh dinner dino dios diosesamor direct
dirtbike disco discovery disney display diver diving divya dixon dmitriy dmitry doctor
dodge dodgers does dog doggie doggy dogs doll dollar dollars dolls dolores dolphin
dolphins domenico domingo dominic dominican dominik dominika dominion dominique domino
dominoes don donald donkey donkeykong donna donny dont dontknow donut donuts doom door
doors dora doraemon doris dorothy dortmund dory dos double doudou doug doughnut douglas
dove down draco dracula dragan dragon dragonball dragonballz dragonfire dragonfly
dragonheart dragonlord dragons dragonslayer drama drawer drawing dream dreamcast dreamer
dreaming dreams drei dresden drift drink driver drogba druid drum drummer drums drunk
druzhba dublin ducati duck duckhunter ducks ducky dude duke dukes dulce dumb dumbass
dumbledore dumbo duncan dunn dupa dupek duper durga dustin dylan dynamo eagle eagles
early earnhardt earth earthquake east eastcoast easter eastern eastside easy easyrider
ebay echo eclipse ecuador edc eddie edgar edge edinburgh edith edmonton edoardo eduard
eduardo edward edwards edwin egypt eight eins einstein ekaterina eko elaine eleanor
electra electric electrical electrician electro electron elegant element elena eleonora
elephant elephants eleven elf elias elijah elisa elisabeth elisabetta elise eliza
elizabet elizabeth ella elle ellen elliott ellis elmo elven elves elvira elvis elway
email emanuel emanuela emanuele emeka emerald emilia emiliano emilie emilio emily eminem
emma emmanuel emmitt emmy emo emotion empire emre energizer energy enero enfant engage
engel engine engineer engineering england english enough enrico enrique enter enterprise
enzo episode eric erica erick erik erika erin ernesto eros erotic escalade escape
escorpion escort eskimo esmeralda espana esperanza espresso essence estate esteban
estela ester esther estrella estrellita eternity ethan etoile eugene eugenia eugenio
europe eva evan evanescence evangelion evans eve evelyn evening event ever everquest
everton everyone everything evgenia evgeniy evgeny evidence evil evo evolution ewa exact
example excalibur excellent exit exodus exotic expert explore explorer explosion express
extra f150 fabian fabien fabio fabiola fabric fabrice fabrizio facebook factory failure
fairy fairytale faisal faith falcon falcons fall fallout familia famille family
familyguy famous fan fancy fans fanta fantasia fantastic fantom fantomas farfalla farhan
farm farmer farming fashion fast fat fatal fatality fatboy fatcat fate father fatih
fatima fatma fatty favorite favour favre fbi fcbarcelona feather feathers feature
febbraio febrero februar february federal federer federica federico felicia felicidad
felicidade felipe felix fenerbahce ferguson fernanda fernandez fernando ferrari festival
fevrier feyenoord fiat ficken fiction field fiesta fifty fighter figure filippo film
filomena filter final finalfantasy finally finance finger finish finland fiona
fiorentina fire fireball firebird firefighter firefly firefox fireman firework first
fish fisher fisherman fishes fishing fit fitness fitri five fixture fktrcfylh flaca
flaco flame flamengo flames flash flasher flashy flavia flavio flavor fleet fleur
flexible flight flintstone flintstones flip floor floppy flor flora florence flores
florian florida florin flower flowers floyd fluffy fluid flute flyboy flyer flyers
flying fob focus folder follow foofighters fool foolish foot football footballer for
force ford forest forever forget forgive forgiven forgot forgotit forgotten format
formula fortnite fortress fortune forward forzaroma fossil foster fountain four fox
foxes foxy fraction fragile fraise france francesca francesco francis francisco franck
franco francois frank frankenstein frankfurt frankie franklin freak freaky fred freddy
free freebird freedom freeman freerider freeway freeze freiheit freitag french frenzy
fresh friday friend friendly friends friendship frodo frog froggy frogs from front
frontier frozen fruit fry fuck fucker fucking fuckit fuckme fuckoff fucku fuckyou
fullmetal fun funky funmi funmilola funny funnyman funtime furious fusion fussball
futbol futebol futurama future fuzzy fyfcnfcbz fylhtq gaara gabi gabor gabriel gabriela
gabriele gabriella gabrielle gaby gadget gaetano gaga gail gal galactica galatasaray
galaxy galileo galina gallery gamble game gameboy gamecock gamecube gameover gamer games
gaming gamma gandalf ganesh gangsta gangster ganja ganondorf garage garcia garden
gardner garfield garlic garrett garry gary gasoline gateway gatinha gatita gatito gato
gator gators gatto gaurav gavin gay gazebo gecko geeta geheim gemini gemma general
generation genesis geneva genie genius gennaio gentle gentleman geoffrey george georges
georgia georgie georgina gerald gerard gerardo germain german germany gerrard gets
gfhjkm ghana ghbdtn ghetto ghost ghostrider gianluca gianni giant giants gibson gift
giggle giggles giles gimli gina ginger giorgia giorgio giorgos giovanna giovanni giraffe
girl girlfriend girlpower girls girly gisela giselle giugno giulia giuliana giuliano
giulio giuseppe give giveup gizmo glacier gladiator glamour glasgow glass glee glitter
global globe glock gloria glory gmail goal goalie goat goats god godfather godisgood
godislove godzilla gohan going goku gold goldberg golden goldeneye goldfinger goldfish
goldstar golf golfer golfing goliath gomez gondor gone gonewind gonna gonzalez gonzalo
good goodboy goodbye goodfellas goodgirl goodluck goodness goofball goofy google goose
gopal gopi goran gordita gordito gordon gorgeous gorilla gosia gospel gossip gossipgirl
goth gotham gothic gotta govind grace graciela graduate graduation graham grand grandma
grandpa grandtheft granite granny grant grape grapes graphic graphics grave gravity gray
graziella great greatest greece green greenapple greenbay greenday greeneyes greentea
greentree greg gregor gregorio gregory gremio grey greys griffin grim grimreaper grizzly
grl grocery groom groovy ground group grover growl gryffindor gryphon grzegorz gta gti
guadalupe guardian guess guest guide guido guillaume guillermo guinevere guinness guitar
guitarhero guitarra gujarat gulf gun gundam gunnar guns gunsnroses gurl guru gustavo
gwendolyn gym gymnast gypsy gyrl habbo habit hack hacker had hades haha hahaha hailey
hakan hakuna haley half halflife halfmoon hall hallo halloween hallway halo hamburg
hamburger hamilton hamlet hammer hamster hamza hana handball handle handsome handyman
hanger hanna hannah hannahmontana hannibal hannover hanoi hans hansolo hanuman happiness
happy happybirthday happyday happyfeet harbor harbour hardcore hardware hardy hari
harish harley harleydavidson harleys harmony harold harris harrison harry harrypotter
hart haruka harvest harvey has hasan hase hash haslo hasloo hassan hate hateme hateyou
hatred hatter have hawaii hawaiian hawk hawkeye hawkins hawks hayes hayley haylie hazard
hazel hazzard hbk head headache health healthy heart hearts heat heather heaven heavenly
heavy heavymetal hector hedgehog hehe heidi heineken heinz helen helena helene helga
helicopter helium hell hellas hellboy hellfire hello hellokitty hellraiser hellsing
helmut help helper helpme helsinki henderson henrik henry her hercules here heritage
herman hermana hermann hermano hermes hermione hermit hermosa hernan hernandez hero
heroes heroin herz heslo hicks hidden highland highlander highschool highway hija hijo
hikaru hiker hiking hill hillbilly him hinata hiphop hippie hippo hiroshi his history
hitler hitman hoang hobbes hobbit hobby hockey hogan hogwarts hokage hokies hola
holahola hole holiday holidays holland hollywood holmes holy home homeboy homeless homer
homework homie honda honest honey honeybee hongkong honor hooker hoosiers hooters hoover
hope horacio horde horizon hornet hornets horny horoscope horse horses horst horus
hospital hot hotboy hotdog hotel hotgirl hotmail hotpink hotrod hotrods hotstuff hottie
hotty house houston how howard howdy hrvatska hsm huang hubert hudson hug huge hughes
hugo hugs hulk hulkhogan human humberto humble hummer hund hundred hungary hungry hunt
hunter hunters hunting huong hurley hurricane hurricanes hurt husband huseyin huskers
huskies husky hussain hussein hustle hustler hybrid hyderabad hydra hydrogen iamthe ian
ibiza ibrahim ibrahimovic ice iceberg icecold icecream icecube iceman ichigo icicle icon
icq idaho idiot idontknow ifeanyi iforgot igloo ignacio igor iguana ihateyou ijn
illinois illusion ilove ilovegod iloveher ilovehim iloveko iloveme ilovemy iloveu
iloveyou iluv image imagine imissyou immortal impact impala imperator imperial
impossible impreza impulse imran income indah independent india indian indiana indians
indigo indonesia industry ines infantry inferno infinite infiniti infinity ingrid
innocent innovation insane inside insight inspector inspire inspiron instagram instant
insurance integra intel intelligent inter intermilan internet into inuyasha invader
invierno invincible invisible ionut iowa ipad iphone ipod ireland irene irfan irina
irinka iris irish iron ironhorse ironmaiden ironman isaac isabel isabela isabell
isabella isabelle isaiah isidro isis islam island islanders ismail israel istanbul
istvan itachi italia italian italy item its iulian ivan ivana ivanov iverson iwan iwona
jacek jack jackal jackass jacket jackie jackpot jackrabbit jackson jacky jacob jacobs
jacqueline jacques jade jagermeister jaguar jaguars jaime jairo jakarta jake jakub jam
jamaica jamal james jamesbond jameson jamie jan jana jane janek janet janice januar
january janvier japan japanese jasmin jasmine jason javier jay jaya jayjay jayson jayz
jazz jean jeanne jeannie jedi jeep jeff jeffery jeffhardy jeffrey jehova jehovah jelena
jelly jellybean jellyfish jen jenkins jenna jennie jennifer jenny jens jepoy jeremiah
jeremy jerome jerry jersey jerusalem jesica jesper jess jesse jessica jessie jessy
jester jesus jesusa jesuschrist jesuscristo jesuslove jet jetaime jetski jetsons jetta
jewel jewelry jewels jhing jigsaw jim jimbo jimena jimenez jimmy jingle jiri joan joanna
joanne joaquin job jobless jobs jocelyn joe joejoe joey johan johanna johannes john
johnathan johncena johndeere johnjohn johnny johnson joint joker jokers joko jon jonas
jonasbrothers jonathan jones jonny jordan jorg jorge jose josef joselyn joseph josephine
josh joshua journal journey joy joyce joyful juan juana juancarlos juanita juanito
juanjose jubilee judas judge judit judith judo judy juggalo juggernaut juicy juillet
jukebox juli julia julian juliana juliano julie julien juliet juliette julio julius july
jumbo jump jumper june jungle juni junio junior junk jupiter jurgen just justice justin
justinbieber justyna juve juventus jyoti k.,jdm kagome kaiser kaitlyn kaka kakashi kamal
kamil kamila kane kangaroo kansas kanye kara karachi karaoke karate karen karim karin
karina karine karl karla karma karol karolina kart kasey kasia katarina kate katelyn
katerina katherine kathleen kathryn kathy katie katrin katrina katy katya katze kavita
kawasaki kayak kayla kaylee kayleigh keep keeper keepout keiko keith kelley kellie kelly
kelsey kemal ken kendall kendra kenji kennedy kenneth kenny kentucky kenya kenzie kerala
kermit kettle kev kevin key keyboard keystone khalid khan khong kicia kick kickass
kicker kid kiddo kids kiev kill killa killbill killer killers killjoy killme kim kimber
kimberly kimmy king kinga kingdom kingdomhearts kingfish kingkong kingpin kings kingston
kinky kira kiran kirby kirill kirk kirsten kishore kiss kisses kissme kitchen kitkat
kitten kittens kitty kittycat kiwi klapaucius klaus klingon klop knicker knicks knife
knight knightrider knockout know knuckles koala kobe kobebryant kocham kochanie kodeord
kodiak kofi kolkata koln komal kombat konnichiwa konstantin korea korean korn koshka
kostas kostya kotek kotenok kotik krabs kraken krakow kramer krasota kris krish krishna
kristal kristen kristian kristin kristina kristy krisztian krueger krystal krzysztof
ksenia kseniya kuba kumar kungfu kunle kurt kurwa kush kwame kwiatek kyle kylie ladder
ladies lady ladybird ladybug lagos lahore lake lakers lakeside lakshmi lalala lalit lamb
lambda lamborghini lampard lancelot lancer lancia landmark landon lane language lantern
lapin laptop lara larisa larissa larry lars lasagna laser laska lasse last lasvegas
laszlo lata latif latina latinlover latino latte laugh launch laundry laura lauren
laurence laurent laurie lava lavender lavigne law lawrence lawson lawyer laxmi layla
lazio lazy lea leader league leah leandro leanne leather leben lebron ledzeppelin lee
leeds leela left legacy legend legends legion lego legolas leia leila lemmein lemon
lemonade lena lenin lenka lennon lenovo leo leon leonard leonardo leonel leonor leonora
leopard lesbian lesley leslie less leticia letmein leto letter letters lewis lex lfybbk
liam libertad liberty libra library liebe liebling life lifeisgood lifesucks lifetime
light lighthouse lightning lights lightyear like lil lilia lilian liliana lillian lilly
lilo lilwayne lily lime limited lin lina lincoln linda lindsay lindsey lineage linen
linh link linkedin linkin linkinpark linnea linux lion lionking lions lipstick liquid
lisa lisboa lisbon lisette little littlegirl littleman littleone liu live liverpool
living liz liza lizard lizzie lizzy lkj lkjh lmao lobster loca lock locke locker loco
logan logic login logmein logon lois lol lola lolita lollipop lollypop london lonely
lonestar lonewolf long longhorn longhorns look lookout looney looser lopez lord loren
lorena lorenz lorenzo lori lorraine losangeles losenord loser losers lost lottery lotus
lou louis louise louisiana loulou lounge lourdes lovato love love4ever lovebird
lovebirds lovebug loved loveless lovelife lovely loveme lover loverboy lovergirl lovers
lovesex lovestory loveu loveyou loving lowrider loyal loyalty ltybc lubimaya lubov luca
lucas lucia luciana luciano lucie lucifer lucille lucinda luck lucky luckyboy luckycharm
luckydog luckyone lucy ludacris ludmila ludovic luffy luglio luigi luis luisa luka lukas
lukasz luke luna lunar lunatic lunch lundi lune lunes lupita lure luthor luv luxury luz
lynda lynx lyon lyubov lyudmila machine maciek macintosh mackenzie mad madalina madam
madara maddie maddog made madhouse madison madman madness madonna madrid maestro mafia
magazine magda magdalena mage magenta maggie maggio magic magica magical magician magma
magnet magneto magnolia magnum magnus mahal mahalkita mahalko mahesh mahmoud maiden
mailman maine maite majestic makayla make makemoney maksim malaysia malfoy malgorzata
malibu malik malysh mama mamacita maman mami mamita mamma mammal mammoth man manager
manchester mancity mandela mandy manfred manga mango manhattan maniac manila manish
manning manoj manolo manon manson mansour manual manuel manuela manuele manutd many map
maple mapleleafs mar maradona marathon marble marc marcel marcela marcelle marcello
marcelo march marcin marco marcos marcus mardi mare marek margaret margarita margaux
marge margherita margin margot mari maria mariah mariam mariana marianna marianne
maribel marie marija marijuana marika marilyn marina marine mariner mariners marines
marinka mario marion mariposa mariposas marisa marisol marissa mariusz mariya mark
market marketing marko markus marlboro marlene marley marlins marmotte maroc marriage
married mars marseille marshall marta martha martial martin martina martine martinez
maruti marvel marvin mary maryjane maryland marzena marzo maserati mash masha mask mason
massacre massive master masterchief mastermind masterp matador matata mate mateo
material mateusz math mathias mathieu mathilde matkhau matrix mats matt matteo matthew
matthews matthias matthieu maurice mauricio maurizio mauro maus mausi maverick mavericks
max maxim maxima maxime maximum maximus maxmax maxwell may maya maybe mayday mayhem mayo
mazda maze mccartney mcdonald mckenzie meadow meagan meatball meatloaf mechanic
mechwarrior medal media medical medicine medusa meena meg mega megadeth megaman megan
megane megatron meghan mehmet mel melanie melbourne melinda melissa mellie melody melon
memories memory memphis men mental mentor meow mercedes merchant mercury mercy merlin
mermaid message messenger messi metal metalhead metallica meteor method metro metroid
mets meuamor mewtwo mexican mexico mia miami miamor miata micaela michael michaela
michaeljackson michaeljordan michal micheal michel michele michelle michigan mickael
mickey mickeymouse microsoft midget midnight mighty miguel mihaela mihai mihail mikael
mike mikey mikhail mikkel milagros milan mildred milena miley mileycyrus military milk
milkshake millennium miller million millionaire mills milos milwaukee minaj mine
minecraft minh minime minister minnesota minnie minotaur mio mipassword miracle mirage
mirella miriam miroslav mirror mischief misfit misfits misha mishka misiek miss missile
mission mississippi missouri missyou mister misty mitchell mitsubishi mivida mmm mnb
mnbv mobile mocha model modern modernwarfare moham mohamed mohammed mohan mohawk moises
mojo molecule molly mom moment momma mommy mond monday money moneymaker moneyman monica
monika monique monitor monkey monkeyboy monkeys monopoly monserrat monster monsters
montag montana montreal moon moonbeam moonlight moonshine moonwalk moore morales mordor
more morena moreno morgan moritz morning morocco moron morpheus morris morrowind mortal
mortalkombat morten mortgage moscow moses moskva most motdepasse motel mother
motherfucker motion motocross motor motorbike motorcycle motorhead motorola mountain
mountains mouse movie movies mozart msn mudvayne mufasa muffin muhammad mukesh mulan
mulder multimedia mum mumbai mummy munchen munich muppet murali murat murder murphy
murray muscle musclecar museum mushroom music musica musicman musik musique musky muslim
must mustafa mustang mustangs mustapha mybaby myboy myers mygirl mylife mylove myname
myriam myself myspace mysql mystery mystic mystical myszka nachos nadal nadege nadia
nadine naked nala namaste nan nana nancy nandini nantes napkin naples napoleon napoli
narayan narnia naruto nascar nashville nasir nastya natali natalia natalie nataly
natalya natasha nate nathalie nathan nathaniel nation nationals native natural nature
natusik naughty nautilus naveen navidad navigator navy nazareth nebraska necromancer
nectar nederland need needle neeraj nefertiti negrita negro neha neighbor neji nelson
nemanja nemesis nemo nena nenad nene neo neopets nepal neptune nervous nessa nestor
netflix network neutral nevada never neverland newcastle newlife newman newpass
newpassword newport newton newuser newyear newyork newzealand nextel neymar ngozi nguyen
nhoc nice nicholas nichols nick nickel nicki nickname nicky nico nicola nicolas nicolaus
nicole nicoleta nicolo nigeria nigga nigger night nightmare nightowl nightrider nights
nightwing nightwish nikhil nikita nikki niklas nikola nikolai nikolas nikolay nikon nils
nina nine niners ninja ninjas nino nintendo nipple nirvana nisha nissan nitin nitro
nitrogen niunia nixon nnn no1 noah noble nobody noel noemi noidea noir nokia nomore
nomsa nonna nonsense noob noodle noodles noone nora norbert norge norma normal norman
normandie north northern northside northstar northwest norway not nothing nounours nova
novel november novembre noviembre now nuclear nude nugget nuggets number numberone
numbers numero nur nurse nursing nutmeg nutrition nvidia nylon oakland oasis oatmeal
obama object oblivion obsession obsidian ocean octavia octavio october octobre octopus
octubre odyssey off office officer ohio oilers oiseau oklahoma okn oksana oktober
olamide oldman oldschool ole oleg olga olive oliveira oliver olivia olivier olof olson
oluwa olympia olympic olympus omar omega omer omsairam once ondra one one4all
onedirection onelove onepiece onetreehill onion online only only4me opal opel open
opensesame opera ophelie optimist optimus optimusprime option oracle orange orbit
orchard orchid order ordinateur oregon oreo organ organic orgasm oriana origin original
orioles orion orlando orleans ortiz osaka osama oscar osiris oskar osman osvaldo otaku
oth ottawa otto ottobre our out outdoor outdoors outkast outlaw outlaws outside ove oven
over overkill overlord owen owens owl owls own owner oxford oxygen oyster p@ssw0rd
pa55w0rd pa55word pablo pacers pacific package packard packers pacman paddle padres
paige pain paint paintball painter painting pakistan pal palace paladin palangga pallone
palmeiras palmer pam pamela panama panasonic pancake pancakes pancho panda pandora panel
panic pankaj pantera panther panthers panties paolo papa papaya paper paperclip papi
papichulo papillon parade paradise paradox paraguay paramedic paramore paranoia paranoid
parent paris park parker parking parol parola parool parrot part partner party partying
parvathi pasadena pascal pascale pasha pass passat passcode passion passme passord
passphrase passport passwd password passwort pasta pat patches patience patrice patricia
patrick patrik patriot patriots patrizia patrizio patrol patterson patty paul paula
paulette paulina pauline paulo pause pavan pavel pavla pawel payday payment payne paypal
payton peace peaceful peach peaches peacock peanut peanutbutter peanuts pear pearl
pearljam pebble pebbles pedro pegasus pele pelican pencil penelope penguin penguins
penis penn pennsylvania penny pentagon pentium people pepper peppers pepsi perfect
performance perfume perkins perla permit perrito perro perry person personal perth peru
petar pete peter peterpan peters peterson petr petra petrov petter peugeot peyton pferd
phantom pharaoh phil philadelphia philip philippe philippines philips phillies phillip
phillips philly philosophy phoebe phoenix phone photo photography photos phuong physics
piano picard picasso pickle pickles picnic picture pictures pie pierce pierre pietro pig
piggy piglet pikachu pike pilar pilot pimp pimpin pinay pinball pineapple pinetree pink
pinkfloyd pinkie pinkpink pinkrose pinky pinoy pioneer piotr piotrek pipeline piper
pippo piramide pirate pirates pisces piss pistol pistons pitbull pittsburgh pixel pizza
placebo planet plankton plastic platform platinum plato play playa playboy player
playgame playgirl playstation playtime plaza please pleasure plm plum plumber pluto
plymouth pocahontas pocket poetry poi point poison poiuy pokemon poker pokerface poland
polar polarbear polaris police policy polina polite politics polo polopolo polska ponies
pontiac pony pooh poohbear pooja pookie poop poophead poopoo popcorn popeye poppy
popular porn porno porsche portal porter portland porto portugal poseidon positive
poster postgres postman potato pothead potter poupette powder powell power powerful
powerpuff powers prabhu pradeep prairie praise prakash pramod prasad prasanna prashant
pravin pray prayer precious predator predators preeti prelude prem premier premium
present president presley pressure pretty pretzel price pride priest primal primavera
primetime primus prince princesa princesita princess princesse principessa printer
printing prinzessin priscila priscilla prison prisonbreak private privet priya priyanka
prize prodigy producer professional professor profile profit program programmer project
promise property prophet prosper prosperity protect protection prototype proud provence
provider prue przemek psalm psv psyche psycho psychology public puertorico pulsar pulse
puma pumas pumpkin punisher punjab punk punkrock puppet puppies puppy puppylove purple
purplehaze purplerain pussy pussycat putin putra putri puzzle pyramid python q1w2e3 qaz
qazwsx qazxsw quad quagmire quake quality quantum quarter quarterback quartz quebec
queen queens quentin quest question quetal quick quicksilver quidditch quiet qwaszx qwe
qweasd qweqwe qwert qwerty qwertz r2d2 rabbit race racecar racer rachael rachel racing
racoon radar radek radeon radiant radical radio radiohead rafael rafal raffaele
raffaella rage ragnarok rahasia rahul raider raiders railroad railway rain rainbow
rainbows raindrop rainer raining rainman rainyday raj raja rajan rajeev rajendra rajesh
raju ralf ralph raluca ram rama rambler rambo ramesh ramirez ramiro rammstein ramon
ramona ramos ramses ranch random randy randyorton ranger rangers rani rap raphael rapid
rapper raptor raptors rapture rapunzel raquel raquelita rascal rashid rashmi rasmus
raspberry rasta rastaman rational ratna rattlesnake raul raven ravens ravi rawiswar ray
raymond rayray rays razor razorback razvan rbcrf rbd reader reading reagan real
realestate reality realmadrid realtor reaper reason rebecca rebekah rebel rebelde rebels
rebound recipe record recovery recruit red redalert redbird redbull reddevil reddevils
reddog redfish redfox redhead redhot redneck rednecks redrose redrum redskin redskins
redsox redwings redwood reed reef reference reflex reggae regina region regional
register rei reina reinaldo reiner rekha relax release remember remington remote renata
renato renault rene renee renegade renji rental reptile republic request rescue research
resident residentevil resort respect result retard retired retro return revenge review
revolution reward rex rey reyes reymysterio reynolds rfnz rfv rhett rhino rhythm ribbon
ricardo riccardo rice rich richard richardson richboy richie rick ricky riddle rider
ridge rifle right rihanna riley rina ringo rini ritu ritual river riverplate riverside
rizki rjnzhf road roadking roadrunner rob robbie robert roberta roberto roberts
robertson robin robinson roblox robocop robot robotech robots rocco rochester rocio rock
rocker rocket rockets rockies rocknroll rockon rockstar rocky rockyou rodney rodrigo
rodriguez rofl roger rogers rogue rohan rohit rojo roland rolando roller rollercoaster
rollingstones rollsroyce roma romain roman romance romania romano romantic rome romeo
ron ronald ronaldinho ronaldo ronnie rooney rooster root rosa rosalia rosalinda rosario
rose rosebud rosemary roses roshan rosie rosita ross rossia rossiya rotterdam rouge
roulette rover roxana roxanne roxy roy royal royals royalty rubber rubberduck ruben ruby
rudi rudolf rudolph rugby ruger rukia rum run runaway runescape runner running rush
ruslan russell russia russian rustic rusty ruth rx7 rx8 ryan ryu ryuk saab saad sabado
sabbath sabine sabotage sabres sabrina sachin sacramento sacred sad saddle sadie safari
safety sagar sagittarius sai said saigon sail sailing sailor sailormoon saints sairam
saiyan sakura salad salah salamander salasana sales salim salmon salsa saltwater salut
salvador salvation salvatore sam samantha same samir sammie sammy sample sampson samson
samstag samsung samuel samurai sanandreas sanctuary sandal sandeep sanders sandhya
sandiego sandman sandra sandrine sandro sandstorm sandwich sandy sanfrancisco sangeeta
sangeetha sanja sanjay sanjeev santa santaclaus santi santiago santos santosh saopaulo
sapphire sara sarah saranghae sari sarita sasa sascha sasha sasuke satan satellite
satish saturday saturn sauce saudade saurabh sauron sausage savage savannah savior
saviour saw sawyer saxophone sayang sayangku scale scandal scanner scarab scarecrow
scarface scarlet scarlett scene schalke schatz schatzi scheisse schnapps schnecke school
schools schule schumacher schwarz schweiz science scofield scooby scoobydoo scooter
scorpio scorpion scorpions scotland scott scottish scotty scrappy scream screwyou scuba
scully sea seagull seahawks seahorse sealteam sean searching season seasons seat seattle
sebastian sebastiano sebastien second secret secretagent secretary secreto secure
security see sega segredo segun seinfeld select selection selena selfish sell seminoles
semperfi senators senha senhas senior senna sensation sensei sentinel seoul sephiroth
september septembre septiembre sepultura sequoia seraph seraphim serbia serena serenity
sergeant sergei sergey sergio serial series serkan serpent server service sesame
sesamestreet settembre seven sevens seventeen seventy severine sevilla sex sexgod sexo
sexsex sexxy sexy sexybeast sexybitch sexyboy sexygirl sexylady sexymama sexyme
sexything shadow shadows shady shaggy shakespeare shakira shaman shane shanghai shannon
shanti shaolin shaq shaquille sharingan shark sharks sharky sharma sharon sharpie shashi
shaun shaw shawn she sheep sheffield sheila shekhar shelby shelly shelter shepherd
sheriff sherlock sherry sherwood sheryl shevchenko shield shikamaru shilpa shine
shinigami shinji shinobi ship shirley shit shiv shiva shivam shocker shooter shop
shopper shopping short shortie shorty shotgun should show shower showtime shrek shrimp
shweta sicilia siddharth side sidekick sidney siegfried siemens sierra sifre sigma
signal signature sigrid silence silent silly silvana silver silverado silverfish
silverfox silvia silvie silvio simba simcity simmons simon simona simone simple
simpleplan simpson simpsons sims sin since singapore singer singh singing single sinner
sipho sir sirius sis sister sisters sita sith siti six sixers sixpack skate skateboard
skateboarding skater skeeter skeleton sketch ski skidoo skier skiing skinhead skinny
skipper skippy skittles skoda skull sky skydiver skylark skyline skype skyrim skywalker
slacker slapshot slasher slava slaves slawek slayer sled sleep sleeping sleepy sleeve
slick slim slimshady slinky slipknot slippery slogan slonce slonko slovenia slut
slytherin smackdown small smallville smart smartass smarty smile smiles smiley smiling
smirnoff smith smoke smoker smokey smokie smoking smooth smoothie smother smurf smurfs
snake snakes snapper snapple sneaky sneha snickers sniper snoop snoopdogg snoopy snorkel
snow snowball snowbird snowboard snowboarding snowdrop snowflake snowman snowmobile
snowwhite snyder sobaka soccer social society socket socrates sofia sofie softail
softball software sol solar soldier sole soledad soleil solid solitaire solitario solnce
solnyshko solo solution some somebody someday someone something somewhere sommer son
sonata song songs sonia sonic sonja sonne sonnenschein sonntag sons sonu sony sonya soon
sooners sophia sophie soprano sopranos soren sorry soul soulja soulmate sound
soundgarden soup source south southafrica southern southpark southpaw southside
southwest space spaceman spades spaghetti spain spanish spankme spanky spare spark
sparkle sparkles sparky sparrow spartacus spartak spartan spartans spears special
specialk spectrum speed speedracer speedster speedway speedy spencer sphinx spice spider
spiderman spiders spike spirit splash splendid spock spongebob spooky spoon sport
sporting sports sportster spot spring springer springfield sprinter sprite spunky spurs
spy squall square squash squidward squirrel squirtle srdjan sri srilanka srinivas stable
stacey staci stacy stadium stage stalin stallion stamp stamps stan standard stanislav
stanley star starbuck starbucks starburst starcraft stardust starfire starfish starfox
stargate stargazer starlight stars starship starstar starter startrek starwars stas
state station steak stealth steam steel steelers stefan stefania stefano steffi stella
stellina steph stephan stephane stephanie stephen stephens stereo sterling stern steve
steveaustin steven stevens stevie stewart stewie sti sticker sticky still stinky stitch
stock stockholm stone stonecold stoner stones stop stopit storage store stories storm
stormtrooper stormy story strange stranger strangers strawberry street streetfighter
strength strider strike striker strong stronger student students studio study stunner
stupid stuttgart style subaru subash submarine suburban subway success successful such
suck sucker suckit sucks sudha sue sugar sugars sullivan sultan suman sumit summer
summit sun sunbird sundance sunday sunderland sunfire sunflower sunil sunita sunlight
sunny sunrise suns sunset sunshine suomi super superb superfly supergirl superhero
superior superman supermario supernatural supernova superstar supply support supra
supreme surabaya suresh surf surface surfboard surfer surfing surprise surround survey
survivor susan susana susanna susanne sushi sushma susi susie suspect suzanne suzie
suzuki sven sverige sveta svetlana swallow swan swansea swat swati sweater sweden sweet
sweetbaby sweetgirl sweetheart sweetie sweetness sweetpea sweety swim swimmer swimming
swinger switch switzerland sword swords sydney sylvain sylvester sylvia sylvie symbol
symphony syndrome syracuse system szkola szymon table tackle taco tacoma tacos tahoe
taiwan takashi take talent tall tamara tammy tampa tango tania tanker tanya tara
tarantula target tarheels tariq tarun tarzan tasmanian tatiana tattoo tattoos taurus
taxi taylor taylorswift taz tazmania tea teacher team teamo teamomucho teamwork tears
technical technician technics techno teddy teddybear teiubesc tekken telecom telefon
telefono telephone teletubbies televisao television televizor tell temp temple temporary
temptation ten tendai tenerife tennessee tennis tent tequiero tequieromucho tequila
teresa tereza terminal terminator terri terror terrorist terry tesoro tess tessa test
tester testing tetris texans texas tgb thabo thailand than thanh thanks thankyou thao
that the theater theatre thebeast thebest theboss thecure theend thegame thegreat
theking them theman then theone theory therapist therapy there theresa thermal therock
these thesims theta thething they thibault thierry thing think thinking third thirsty
thirteen thirty this thomas thompson thor thorsten those thousand three thriller thug
thumper thunder thunderbird thunderbolt thundercat thursday ticket tickle tide tifa tiff
tiffany tiger tigerlily tigers tigger tigre tigres till tim timber timberlake time
timeless timmy timo timothy tina tinker tinkerbell tinman tiny tired tissue titan
titanic titanium titans tits titties toad toast tobacco tobi tobias toby today together
tokiohotel tokyo toledo tom tomas tomasz tomato tomcat tomek tommaso tommy tommyboy
tomorrow tonight tony too tool toor tootsie top topaz topcat topdog topgun topic
topolino topsecret toptop torch torment tornado toronto torres torsten tortilla tortoise
toshiba total toto totoro tottenham touch touchdown tough toulouse tourist tournament
tower town toy toyota toys toystory tpain trabalho tracey tracker tractor tracy trade
trader tradition traffic trail trailblazer trailer trails train training trains trance
trang trans transam transfer transformer transformers transit transport travel traveler
treasure tree trees tres tri tribe trickster trigger trigun trinity trip triple triplets
tristan triton triumph trois trojans trombone trooper trophy tropic tropical trouble
troubles trout truck trucker trucking trucks true truelove truffles trumpet trunks trust
trusted trustno truth tsunami tuamor tuan tucker tuesday tulip tunde tundra tuner tunes
tunisia tunnel tupac turbo turkey turkiye turn turner turnip turquoise turtle turtles
tuxedo tweety twelve twilight twinkle twins twisted twister twitter two tyler typhoon
tyson ubuntu uche uchiha uday udo ukraine ulises ulrika ultima ultimate ultra
unbreakable uncle undead under underdog underground undertaker underworld unforgiven
unicorn uniform union unique united unitedstates unity universal universe university
unknown unlimited unlock uno unreal update uranus urban ursula uruguay usa use useful
user username usha usher usmc utah uwe vacances vacation vaclav vacuum vader vadim
vagabond vagina valencia valentin valentina valentine valentino valeria valeriano
valerie valery valhalla valkyrie valley value vampire vampires vancouver vanessa
vanguard vanhalen vanilla vargas vasco vash vasile vault vector vectra vega vegas vegeta
vegetable velma velocity velvet vendetta vendor venezuela venice venom venture venue
venus vera verano verde verizon vermont veronica veronika verse vert vertigo very vesna
veteran vfhbyf vfrcbv vicecity vicente vicious victor victoria victory vida video vienna
viernes vietnam view vijay vika vikas viking vikings vikram viktor viktoria viktoriya
villa village vimal vinay vincent vincenzo vinnie vinod vintage violent violet violin
viper vipers virgin virginia virgo virtual virus vishal vishnu vision visitor vita vital
vitalik vitaly vittoria vittorio vivaldi vivek vivian viviana vlad vladik vladimir
vladislav vocal vodafone vodka volcano voldemort volker volkswagen volleyball volume
volunteers volvo voodoo voorhees voyage voyager vulcan wachtwoord wade waffle wagner
wagon waheguru wahyu wakeboard wales walker wallace wallet walleye wallpaper walrus
walter wanderer wang wanker wanna want war warcraft ward warehouse warfare warhammer
warlock warlord warm warning warren warrior warriors warszawa was wasabi washington wasp
wasted watcher water waterfall watermelon waterpolo waters waterski wati watkins watson
wave waves way wayne wealth weapon weasley weather weaver web webb webmaster website
wedding wednesday weed weekend weezer weezy wei weird weirdo weiss welcome well wells
wendy werder were werewolf werner wesson west westcoast western westham westside whale
what whatever whatsapp whatsup whatup wheat wheel when where which whiplash whiskers
whiskey whisky whisper whistle white whiteboy whitehorse whiterose whitesox whitetail
whitewolf who whoami whocares whore whose why wicked widget wien wife wii wild wildcat
wildcats wilderness wildfire wildflower wildlife wildman wildone wildrose wileecoyote
wilfredo wilhelm will william williams willie willis willkommen willow willy wilma
wilson win winchester windmill window windows windsor windsurf wine winner winners
winnie winnipeg winston winter wireless wisconsin wisdom wish wishbone witch with
witness wizard wizardofoz wizards woaini wojtek wolf wolfgang wolfman wolfpack wolverine
wolves woman women wonder wonderboy wonderful wonderland wonderwoman wood wooden
woodland woods woodstock woody woof word words work worker working workout world
worldofwarcraft wormhole worth would wow wrangler wrestle wrestlemania wrestler
wrestling wright writer writing wrong wrx wsx wsxedc wwe wwf wyoming xanadu xander
xavier xbox xfiles ximena xmas xmen xxx xxxxx xyz yacht yahoo yahweh yamaha yamato yang
yankee yankees yann yannick yannis yanti yash yasin yasmin yasmine year yellow yellowdog
yes yesenia yesterday yesyes yet yeuem yfnfif yoda yogi yogibear yolanda york yoshi you
young younger your youre yourmom yours yourself youssef youth youtube yoyo yoyoyo yudi
yuki yukon yulia yuliya yuri yuriy yusuf yvette yvonne zacefron zach zachary zack zagreb
zahra zaika zainab zanpakuto zaqwsx zayka zdenek zebra zelda zenit zenith zephyr
zeppelin zero zeta zeus zeynep zhang zhanna zidane zigzag zima zinger zion zipper zodiac
zoe zoey zoltan zombie zombies zoo zoran zoro zorro zosia zurich zuzana zuzanna zvezda
zwei zxc zxcv zxcvb zxcvbn zxczxc zzz
"""
