"""What passwords are usually made of: words and names, and ways over a keyboard.

Our own list, in lower case and without accents, for `pyverless.crypto.guessing`, which
puts them together, with digits between and letters written as digits. It is imported
when the first password is validated.
"""

from __future__ import annotations

__all__ = ["TRACKS", "WORDS"]

#: Any three or more characters in a row of one of these are easy, in both directions.
TRACKS: str = r"""
01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop[] asdfghjkl;' zxcvbnm,./ qwertzuiopu
yxcvbnm azertyuiop qsdfghjklm wxcvbn !@#$%^&*()_+ !"§$%&/()=
1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/ qazwsxedcrfvtgbyhnujmikolp zaq12wsxcde34rfv
zaq1xsw2cde3vfr4bgt5nhy6mju7 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0
1a2b3c4d5e6f7g8h9i a1b2c3d4e5f6g7h8i9 1a2s3d4f5g6h7j8k9l a1s2d3f4g5h6j7k8l9
1z2x3c4v5b6n7m z1x2c3v4b5n6m7 qawsedrftgyhujikolp azsxdcfvgbhnjmkl qweasdzxc ewqdsacxz
qweasdzxcrtyfghvbn qscwdvefbrgnthm wsxedcrfv edcrfvtgb rfvtgbyhn 147258369 147852369
741852963 789456123 159357 159753 951753 246810 13579 1029384756 112233445566778899
112358 314159265358979 271828182 102030405060708090 010203040506070809 ицукенгшщзхъ
фывапролджэ ячсмитьбю
"""

#: Words separated by blanks.
WORDS: str = """
123abc 123qwe 1q2w3e 2pac 4ever 50cent a1b2c3 aaa aaaa aabbcc aaron abby abc abcabc abcd
abcde abcdef abcdefg abdul abdullah abercrombie abigail above abracadabra abraham
abrakadabra abril absolut absolute abudhabi academy acapulco access accord account
accountant acdc ace acer aces achilles acmilan acoustic action active actor actress
acuario acura adam adamko adams addicted ademola adewale adidas admin administrador
administrateur administration administrator adrian adriana adriano adrien adult advance
adventure aeropostale aerosmith afghanistan africa agassi agent aggies agnieszka agosto
agree agus ahmed ahmet aikido aimee airborne airbus airforce airjordan airplane airport
ajax akatsuki akbar akira akon akron akucinta alabama aladdin alakazam alan alana alarm
alaska albany albert alberta alberto album alcatel alchemist alegria alejandra alejandro
aleksandr aleksandra aleksey alena alessandra alessandro alex alexa alexander alexandra
alexandre alexandru alexey alexia alexis alfa alfaromeo alfonso alfred alfredo algeria
algerie ali alice alicia alien aliens alina aline alisha alison alissa alive all allah
allamerican allan allen alliance allie alligator allison allowed alma almond almost
aloha alone alonso alpha alphabet alternative altima alucard alvaro always alyona alyssa
amanda amarillo amazing amazon ambassador amber amelia amen america american amiga
amigas amigo amigos amin amina amir amistad amit amitie amizade ammo amor amore amoremio
amoreterno amormio amour amparo amsterdam amy ana anaheim anais anakin anal anand
anastasia anastasiya anatoly anatomy anchor anchorage ancient and anders anderson andi
andre andrea andreas andreea andrei andrej andres andrew andrey android andy angel
angela angelica angelika angelina angelique angelo angels angelus anger angie angola
angry anhyeuem ania anil anime anita anjali ankit ankur ann anna annabel annabella
annabelle annalise annamaria anne annette annie annihilator annika answer ant antelope
anthony anthrax antique antoine antoinette anton antonella antonia antonio antony anubis
anwar any anya anyone anything aol aout apache apartment ape apocalypse apollo apple
applepie apples apricot april aprile aqua aquaman aquarium aquarius arabia aragorn
aravind arcangel archangel archer archery architect arctic arcticcat arcturus are arena
ares argentina ariel aries arigato arizona arjun arkansas arlene armageddon armando
armani armstrong army arnaldo arnold arrive arrow arschloch arsenal art artem artemis
arthur artichoke artist artista artur arturo arun asd asdasd asdf asdfg asdfgh asdfghj
asdzxc ash asha ashish ashlee ashleigh ashley ashok ashton ashwin asia asian aslan
asparagus aspen aspirin ass assassin assassins asshole assistant aston astra astros
asuka asus atari athena athens athletics athlon atlanta atlantis atletico atomic att
attila attorney atv auburn audi audition audrey august augusta augusto aunt auntie
aurelie aurelien aurora aussie austin australia austria author authorized auto autumn
ava avalanche avalon avenger avengers avenue aviation avril award awesome ayomide ayse
azerty aziz aztecs azul babe baby babyblue babyboy babydoll babyface babygirl bacardi
bach back backflip backgammon backpack backup bacon bad badger badgers badminton
badreligion baghdad baguette bahamas bahia bailey baker bakery baku balaji balance
balazs ballet balloon baltimore bambi bamboo banana bananas band banderillero bandit
bandits bandung bang bangalore bangkok bangladesh bank bankai banker banking banner
banzai barb barbados barbara barbarian barbie barca barcelona barnes barney baron
baroness barrel bart bartek bartender bartosz bartsimpson baseball basic basil basket
basketball bass bassfish bassist bastard bathroom batman battery battlefield battleship
battlestar bayarea bayern baylor bazinga bbb beach beacon beagle bean beans bear
bearcats bears beata beatbox beatles beatrice beatriz beautician beautiful beauty beaver
beavers bebe bebop becca beckham becky bedrock bedroom bee beer beers bees beethoven
beetle beetroot beijing beirut belfast belgium believe believer belkin bell bella belle
bello below ben bench bender benedict benfica bengals benito benjamin benjie bennett
benny bentley benz beograd beretta berlin bermuda bernadette bernard bernardo bernice
berry berserker bertha besiktas bessie best bestdad bestfriend bestfriends bestmom beta
beth bethany better betty beverly beyonce bharat bianca bible bibou bicycle bieber
bienvenido bienvenue big bigbird bigboss bigboy bigbuck bigdaddy bigdick bigdog biggie
bigguy bigmac bigman bigred bike biker bikes bilal bilbo bill billiards billie billy
billybob biloxi bingo biology birch bird birdie birds birmingham birthday biscuit bishop
bison bisous bitch bitches bittorrent bjorn blabla black blackbeard blackbelt blackberry
blackbird blackcat blackdog blackhawk blackhawks blackie blackjack blackmagic blackman
blackmetal blackout blackpearl blackrose blacksabbath blackstar blackwater blacky blade
blah blahblah blake blanc blanca blanche blanco blanket blast blau blazer bleach blender
bless blessed blessing bleu bling blink blonde blondie blondy blood bloody blossom
blowjob blue bluebell blueberry bluebird bluebonnet bluedog blueeyes bluefish bluegill
bluegirl bluejay bluejays bluemoon blues bluesky bluestar blume blur bluto bmw bmx board
boat boats bob bobafett bobby bobcat bobmarley bobo boca bocajuniors bodybuilder
bodybuilding bodyguard bodyslam boeing bogdan bogota boise bojan bolivia bomb bombay
bomber bombon bond bone bones bongo bonheur bonita bonjour bonjovi bonnie bono boob
booboo boobs boogie book books boom boost bordeaux border bored boricua boring boris
borussia boss boston botswana bottle boulder bow bowhunter bowling boxer boxing boy boyd
boyfriend boys boysenberry bracelet bradley brady branch brandi brandon brandy brasil
brasilia bratislava braves bravo brazil bread breakdance breakdancer breaking
breakingbenjamin breeze bremen brenda brendan brewers brewster brian brianna brick bride
bridge bridget bridgette bright brigitte brilliant brioche brisbane bristol britain
british britney britt brittany brittney bro broccoli broken brokenheart broker bronco
broncos bronx brook brooke brooklyn brooks brother brothers brown browneyes brownie
browning browns bruce brucelee bruins brunette bruno brush brussels bryan bryant bryce
bubba bubble bubblegum bubbles buccaneer buccaneers buck bucket buckeyes bucks bucuresti
bud budapest buddha buddy budi budlight budweiser buenosaires buffalo buffy bug bugatti
buggy bugs bugsbunny buick builder bulbasaur bulgaria bull bulldog bulldogs bullet
bullets bulls bullshit bumblebee bunny burak burbank burberry burger burma burns burrito
burzum bus bush bushido business buster butler butt butter butterblume buttercup
butterflies butterfly butternut butters butterscotch button buttons buzz byakuya c3po
caballo cabbage cabin cactus cadillac caesar cafe cairo caitlin cake calcio caleb
calendar calgary cali caliber california callofduty calvin camaro cambodia cambridge
camden camel camelot camembert camera cameron cameroon camila camilla camille camo
campbell camper camping camry can canada canadiens canary cancer cancun candace candice
candle candy cane cannabis cannon canoe canon canton canucks canyon capital capitals
capoeira capricorn capricornio captain car caracas caramel caramelo caravan carbon
cardiff cardinal cardinals career caren caribbean caribou carina carissa carl carla
carlitos carlo carlos carlton carly carmela carmen carnation carnival carol carole
carolina caroline carolyn carp carpenter carpet carrie carroll carrot cars carter
cartier cartman casablanca casey cash cashew cashier casino cassandra cassidy cassie
castle cat catalina caterina caterpillar catfish catherine catholic cathy cats catwoman
cauliflower cavalier cavaliers ccc cecile cecilia cedar celeron celery celeste celia
cello celtic celtics cemetery cena centaur center centipede central century ceramic
cerberus cesar cfif chainsaw chair chairman challenger chamber champion champions chance
chandler chandra chanel change changeme channel chapel chapter charades charger chargers
charity charizard charlene charles charleston charlie charlotte charly charm charmaine
charmed chase chasity chat chaton chattanooga chavez checkers cheddar cheer cheerios
cheerleader cheerleading cheese cheeseburger cheesecake cheetah cheetos chelsea chelsey
chemical chemistry chen chennai cherie cherokee cherries cherry cherub cheryl chess
chestnut cheval chevelle chevrolet chevy chewbacca chewie chiapas chica chicago
chickadee chicken chico chidi chief chiefs chien chihuahua child children chile chimera
chimney chimp china chinchilla chinese chioma chipmunk chipotle chips chiquita chiquito
chivas chloe choco chocolat chocolate choice chopin chopper choppers chouchou choupette
chris christ christa christal christian christina christine christmas christoph
christophe christopher christy chrome chrysanthemum chrysler chubby chuck chucky chum
church churchill cia ciao ciaociao ciara ciccio cielo cigar cilantro cincinnati
cinderella cindy cinema cingular cinnamon cinta ciprian circle circus cisco citizen
citroen city civic civilization cjkysirj claire clam clara clarinet clarissa clarisse
clark clash class classic classicrock classified classof claude claudette claudia
claudine claudio clearance clement clemente clementine clemson cleopatra cleveland
clever climb climber climbing clinic clinton clio clippers clock cloud clouds clover
clown clowns clubs coach cobalt cobbler cobol cobra coca cocacola cocaine cock coconut
code coder cody coeur coffee coffin coke cola coldplay cole coleman colin collection
colleen college collie collins colombia colonel color colorado colors colt colton colts
columbia columbus comcast come comedy comet comfort comic command commodores common
community company compaq compass composer compton computador computadora computer
concert concrete condor conductor conejo confidential congo connect connecticut conner
connor conor conqueror conquistador constance consuelo contrasena contrasenha control
converse cook cookie cookies cool coolboy coolcool cooldude coolgirl coolio coolman
cooper cop copenhagen copper cora coral corazon cordoba corinne corinthians corleone
cornell corner cornhuskers corolla corona corporate correct corsa corsair corvette
cosmic cosmin cosmos costanza costarica costco cottage cotton coucou cougar cougars
council counselor counter counterstrike countess country courage courtney cousin cousins
cover cow cowabunga cowboy cowboybebop cowboys cowgirl cox coyote crab crack cracker
cradle cranberry crane crappie crawford crayon crazy crazylove cream creative creed
creeper creighton crenshaw crfnth cricket crimson crimsontide cris cristal cristi
cristian cristiano cristina cristo croatia crocodile croissant crosscountry crossword
crow crown crue cruise crusader cruzazul cruzeiro crv cry crying crypt crystal csaba csi
cska css ctdfcnjgjkm cuba cubs cucciolo cuddles cullen cumshot cunningham cuore cupcake
cupid cure curious curitiba current curtain custard custom cute cutie cyber cycling
cyclist cyclone cyclones cyclops cynthia cypress dachshund dad dada daddy daddysgirl
daffodil daffy daisuki daisy dakota dale dallas dalmatian damascus damian damien damn
damned dan dana dance dancer dancing dandelion danger danica daniel daniela daniele
daniella danielle daniels danil danila danmark danny danse daphne daria dario dark
darkangel darkknight darklord darkman darkmoon darkness darkside darkstar darlene
darling darrell darren darryl darth darthvader dartmouth darts darwin darya dasha data
database daughter daughtry dave davey david davide davidson davinci davis dawid dawn day
daylight days dayton daytona ddd dead deadpool deanna dear death deathnote deb debbie
debian debora deborah debra decathlon december decembre decision deejay deepa deepak
deepika deeppurple deepsea deer deerhunter default defender defense defleppard deftones
deidara deirdre dejan delaware delfin delhi delicious delilah deliver dell delphi delta
demi demo demon demons denied denim denis denise deniska denmark dennis dentist denver
depeche depechemode depot derby derek derrick desert design designer desiree desktop
desmond desperado dessert destiny destroyer destruction detail detective detroit deus
deusefiel deutschland deux developer devi device devil devils devin devon dewi dexter
dezember dharma diablo diamond diamonds dian diana diane dianna dianne dice dicembre
diciembre dick dictator did die diego diesel digimon digital dima dimitri dimmuborgir
dimon dinesh dinner dino dinosaur dior dios diosesamor direct director dirtbike disco
discovery disney display disturbed diver diving divya dixon dlink dmitriy dmitry
doberman doctor dodge dodgers does dog doggie doggy dogs dogwood doll dollar dollars
dolls dolly dolores dolphin dolphins domenico domingo dominic dominican dominik dominika
dominion dominique domino dominoes dominos don donald donkey donkeykong donna donny dont
dontknow donut donuts doom doomsday door doors dora doraemon doreen doris doritos
dorothy dortmund dory dos double doudou doug doughnut douglas dove down draco dracula
dragan dragon dragonball dragonballz dragonfire dragonfly dragonheart dragonlord dragons
dragonslayer drama drawer drawing dream dreamcast dreamer dreaming dreams dreamweaver
drei dresden drift driftwood drink driver drogba drpepper druid drum drummer drums drunk
druzhba dubai dublin ducati duchess duck duckhunter ducks ducky dude duke dukes dulce
dumb dumbass dumbledore dumbo duncan dunkin dunn dupa dupek duper durango durga dustin
dwayne dwight dylan dynamo eagle eagles earl early earnhardt earth earthquake east
eastcoast easter eastern eastside easy easyrider ebay echo eclipse ecuador edc eddie
edgar edge edinburgh edith editor edmonton edna edoardo eduard eduardo edward edwards
edwin eggplant egypt eight eileen eins einstein ekaterina eko elaine elderberry eldorado
eleanor electra electric electrical electrician electro electron elegant element elena
eleonora elephant elephants eleven elf elias elijah elisa elisabeth elisabetta elise
eliza elizabet elizabeth elk ella elle ellen elliott ellis elmer elmo elpaso elsie elven
elves elvira elvis elway emachines email emanuel emanuela emanuele emeka emerald emilia
emiliano emilie emilio emily eminem emma emmanuel emmitt emmy emo emotion emperor empire
empress emre enchilada energizer energy enero enfant engage engaged engel engine
engineer engineering england english enough enrico enrique enter enterprise enzo episode
equestrian eric erica erick erik erika erin ernest ernesto eros erotic escalade escape
escorpion escort eskimo esmeralda espana esperanza espresso essence estate esteban
estela estelle ester esther estrella estrellita eternity ethan ethel ethiopia etoile
eucalyptus eugene eugenia eugenio eunice eureka europe eva evan evanescence evangelion
evans eve evelyn evening event ever evergreen everlasting evermore everquest everton
everyone everything evgenia evgeniy evgeny evidence evil evo evolution ewa exact example
excalibur excel excellent executioner executive exit exodus exotic expert explore
explorer explosion express extra f150 fabian fabien fabio fabiola fabric fabrice
fabrizio facebook factory failure fairbanks fairy fairytale faisal faith falcon falcons
fall fallout familia famille family familyguy famous fan fancy fans fanta fantasia
fantastic fantom fantomas farfalla farhan farm farmer farming fashion fast fat fatal
fatality fatboy fatcat fate father fatih fatima fatma fatty favorite favour favre faye
fbi fcbarcelona feather feathers feature febbraio febrero februar february federal
federer federica federico fedora felicia felicidad felicidade felicity felipe felix
fencing fenerbahce ferguson fernanda fernandez fernando ferrari ferret festival
fettuccine fevrier feyenoord fiancee fiat ficken fiction field fieldhockey fiesta fifty
fighter figure filippo film filomena filter filth final finalfantasy finally finance
finch finger finish finland fiona fiorentina fire fireball firebird firefighter firefly
firefox fireman firework first firstlove fish fisher fisherman fishes fishing fit
fitness fitri five fixture fktrcfylh flaca flaco flame flamengo flames flamingo flash
flasher flashy flavia flavio flavor fleet fleur flexible flight flintstone flintstones
flip floor floppy flor flora florence flores florian florida florin flower flowers floyd
fluffy fluid flute flyboy flyer flyers flying fob focus folder follow foofighters fool
foolish foot football footballer for forbidden force ford foreigner foreman forest
forever foreverlove forevermore foreveryoung forget forgive forgiven forgot forgotit
forgotten format formula forrest fortaleza fortnite fortran fortress fortune forward
forzaroma fossil foster fountain four fox foxes foxy fraction fragile fraise france
frances francesca francesco francis francisco franck franco francois frank frankenstein
frankfurt frankie franklin freak freaky fred freda freddy frederick free freebird
freedom freekick freeman freerider freeway freeze freiheit freitag french frenzy fresh
fresno friday friend friendly friends friendship frodo frog froggy frogs from front
frontier frosted frozen fruit fry fuck fucker fucking fuckit fuckme fuckoff fucku
fuckyou fudge fullmetal fun funky funmi funmilola funny funnyman funtime furious fusion
fussball futbol futebol futurama future fuzzy fyfcnfcbz fylhtq gaara gabby gabi gabor
gabriel gabriela gabriele gabriella gabrielle gaby gadget gaetano gaga gail gainesville
gal galactica galatasaray galaxy galileo galina gallery galveston gambia gamble game
gameboy gamecock gamecocks gamecube gameover gamer games gaming gamma gandalf ganesh
gangsta gangster ganja ganondorf garage garcia garden gardner garfield garlic garrett
garry gary gasoline gateway gatinha gatita gatito gato gator gatorade gators gatto
gaurav gavin gay gazebo gazelle gecko geeta geforce geheim geisha gelato gemini gemma
general generation genesis geneva genie genius gennaio gentle gentleman gentoo geoffrey
george georges georgetown georgia georgie georgina gerald geraldine gerard gerardo
germain german germany geronimo gerrard gertrude gets gfhjkm ghana ghbdtn ghetto ghost
ghostrider gianluca gianni giant giants gibson gift giggle giggles gilbert giles gillian
gimli gina ginger gingerbread giorgia giorgio giorgos giovanna giovanni giraffe girl
girlfriend girlpower girls girly gisela giselle giugno giulia giuliana giuliano giulio
giuseppe give giveup gizmo glacier gladiator gladys glamour glasgow glass glee glen
glenda glendale glenn glitter global globe glock gloria glory gmail gnocchi goal goalie
goat goats god goddaughter godfather godisgood godislove godsmack godson godzilla gohan
going goku gold goldberg golden goldeneye goldfinger goldfish goldstar golf golfer
golfing goliath gomez gondor gone gonewind gonna gonzaga gonzalez gonzalo good goodboy
goodbye goodcharlotte goodfellas goodgirl goodluck goodness goofball goofy google goose
gooseberry gopal gopi goran gordita gordito gordon gorgeous gorilla gosia gospel gossip
gossipgirl goth gotham gothic gotta gouda govind grace graciela graduate graduation
graham grand granddaughter grandma grandpa grandslam grandson grandtheft granite granny
grant granted grape grapefruit grapes graphic graphics grasshopper grave gravity gray
graziella great greatest greece green greenapple greenbay greenday greeneyes greentea
greentree greg gregor gregorio gregory gremio greta grey greys griffin grim grimreaper
grizzly grl grocery groom groovy ground group grover growl grownup grunge gryffindor
gryphon grzegorz gta gti guacamole guadalajara guadalupe guardian guatemala guava gucci
guess guest guide guido guillaume guillermo guinea guinevere guinness guitar guitarhero
guitarist guitarra gujarat gulf gumdrop gummybear gun gundam gunnar guns gunsnroses gurl
guru gustavo guyana gwen gwendolyn gym gymnast gymnastics gypsy gyrl habanero habbo
habit hack hacker hackney had hades haha hahaha hailey hairdresser haiti hakan hakuna
haley half halflife halfmoon halfpipe hall hallo halloween hallway halo hamburg
hamburger hamilton hamlet hammer hamster hamza hana handball handle handsome handyman
hanger hanna hannah hannahmontana hannibal hannover hanoi hans hansolo hanuman happiness
happy happybirthday happyday happyfeet harbor harbour hardcore hardrock hardware hardy
hari harish harlem harley harleydavidson harleys harmony harold harriet harris harrison
harry harrypotter hart hartford haruka harvard harvest harvey has hasan hase hash haslo
hasloo hassan hate hateme hateyou hatred hatter hattrick have hawaii hawaiian hawk
hawkeye hawkeyes hawkins hawks hawthorn hayden hayes hayley haylie hazard hazel hazelnut
hazzard hbk head headache health healthy heart heartbeat heartbreak heartbreaker
heartless hearts heat heather heaven heavenly heavy heavymetal hector hedgehog hehe
heidi heineken heinz helen helena helene helga helicopter helium hell hellas hellboy
hellfire hello hellokitty hellraiser hellsing helmut help helper helpme helsinki
henderson henrik henry her herbert hercules here heritage herman hermana hermann hermano
hermes hermione hermit hermosa hernan hernandez hero heroes heroin heron herz heslo
hicks hidalgo hidden highland highlander highschool highway hija hijo hikaru hiker
hiking hilfiger hill hillbilly him hinata hinder hiphop hiphopper hippie hippo hiroshi
his history hitler hitman hoang hobbes hobbit hobby hoboken hockey hocuspocus hogan
hogwarts hokage hokies hola holahola hole holiday holidays holland hollie hollister
holly hollywood holmes holy home homeboy homeless homer homerun homework homie honda
honduras honest honey honeybee honeysuckle hongkong honolulu honor hooker hoosiers
hooters hoover hope horacio horde horizon hornet hornets horny horoscope horse horses
horst horus hospital hot hotboy hotdog hotel hotgirl hotmail hotpink hotrod hotrods
hotstuff hottie hotty house houston how howard howdy hoyas hrvatska hsm html huang hubby
hubert hudson hug huge hughes hugo hugs hulk hulkhogan human humberto humble hummer
hummingbird hund hundred hungary hungry hunt hunter hunters hunting huong hurdles hurley
hurricane hurricanes hurt husband huseyin huskers huskies husky hussain hussein hustle
hustler hyacinth hybrid hyderabad hydra hydrangea hydrogen iamthe ian ibiza ibrahim
ibrahimovic ice iceberg icecold icecream icecube icehockey iceman ichigo icicle icon icq
ida idaho idiot idontknow ifeanyi iforgot igloo ignacio igor iguana ihateyou ijn
illinois illusion illustrator ilove ilovegod iloveher ilovehim iloveko iloveme ilovemy
iloveu iloveyou iluv image imagine imani imissyou immortal imogen impact impala
imperator imperial impossible impreza impulse imran income incorrect indah independent
india indian indiana indians indie indigo indonesia industry ines infantry inferno
infinite infiniti infinity inglewood ingrid innocent innovation inquisitor insane inside
insight inspector inspire inspiron instagram instant insurance integra intel intelligent
inter intermilan internet into inuyasha invader invierno invincible invisible ionut iowa
ipad iphone ipod iran iraq ireland irene irfan irina irinka iris irish irma iron
ironhorse ironmaiden ironman irvin irving isaac isabel isabela isabell isabella isabelle
isaiah isidro isis islam island islanders ismail israel istanbul istvan itachi italia
italian italy item its itunes iulian ivan ivana ivanov iverson ivory ivy iwan iwona
jacek jack jackal jackass jacket jackie jackpot jackrabbit jackson jacksonville
jacksparrow jacky jacob jacobs jacqueline jacques jada jade jaden jagermeister jaguar
jaguars jaime jairo jakarta jake jakub jalapeno jam jamaica jamal james jamesbond
jameson jamie jan jana jane janek janelle janet janice janine januar january janvier
japan japanese jared jarrett jasmin jasmine jason java javascript javier jawbreaker jay
jaya jayden jayhawks jayjay jayson jayz jazz jean jeanette jeanne jeannie jedi jeep jeff
jeffery jeffhardy jeffrey jehova jehovah jelena jelly jellybean jellybeans jellyfish jen
jenkins jenna jennie jennifer jenny jens jepoy jeremiah jeremy jerome jerry jersey
jerusalem jesica jesper jess jesse jessica jessie jessy jester jesus jesusa jesuschrist
jesuscristo jesuslove jet jetaime jetski jetsons jetta jewel jewelry jewels jhing jigsaw
jillian jim jimbo jimena jimenez jimmy jingle jiri joan joanna joanne joaquin job
jobless jobs jocelyn jockey jodie jody joe joejoe joel joey johan johanna johannes john
johnathan johncena johndeere johnjohn johnny johnson joint joker jokers joko jolene
jollyroger jon jonah jonas jonasbrothers jonathan jones jonny jordan jorg jorge jose
josef joselyn joseph josephine josh joshua josie journal journalist journey joy joyce
joydivision joyful juan juana juancarlos juanita juanito juanjose jubilee judas
judaspriest judge judit judith judo judy juggalo juggernaut juicy juillet jujitsu
jukebox juli julia julian juliana julianne juliano julie julien juliet juliette julio
julius july jumbo jump jumper june jungle juni junio junior juniper junk jupiter jurgen
just justice justin justinbieber justyna juve juventus jyoti k.,jdm kabul kagome kaiser
kaitlin kaitlyn kaka kakashi kamal kamikaze kamil kamila kane kangaroo kansas kanye kara
karachi karaoke karate karen kari karim karin karina karine karl karla karma karol
karolina kart kasey kasia katana katarina kate katelyn katelynn katerina katherine
kathleen kathryn kathy katie katrin katrina katy katya katze kavita kawasaki kaya kayak
kayla kaylee kayleigh kazaa kazakhstan keep keeper keepout keiko keisha keith kelley
kellie kelly kelsey kemal ken kendall kendra kenji kennedy kenneth kenny kentucky kenya
kenzie kerala kermit kerry kettle kev kevin key keyboard keystone keywest kfc khalid
khan khong kicia kick kickass kickboxing kicker kickflip kid kiddo kids kiev kilimanjaro
kill killa killbill killer killers killjoy killme kim kimber kimberly kimmy king kinga
kingdom kingdomhearts kingfish kingkong kingpin kings kingston kinky kira kiran kirby
kirill kirk kirsten kirstie kishore kiss kisses kissme kitchen kitkat kitten kittens
kitty kittycat kiwi klapaucius klaus klein klingon klop knicker knicks knife knight
knightrider knockout knoppix know knoxville knuckles koala kobe kobebryant kocham
kochanie kodeord kodiak kofi kolkata koln komal kombat konnichiwa konstantin korea
korean korn koshka kostas kostya kotek kotenok kotik krabs kraken krakow kramer krasota
kreator kris krish krishna krista kristal kristen kristi kristian kristin kristina
kristopher kristy krisztian krueger krystal krzysztof ksenia kseniya kuba kumar kungfu
kunle kurt kurwa kush kuwait kwame kwiatek kyla kyle kylie labrador lacey lacoste
lacrosse ladder ladies lady ladybird ladybug lagos lahore lake lakers lakeside lakshmi
lalala lalit lamar lamb lambda lamborghini lampard lana lance lancelot lancer lancia
landmark landon lane language lantern laos lapin laptop lara laredo larisa larissa larry
lars lasagna laser laska lasse last lasvegas laszlo lata latif latina latinlover latino
latoya latte laugh laughlin launch laundry laura lauren laurence laurent laurie lauryn
lava lavender lavigne law lawrence lawson lawyer laxmi layla lazio lazy lea leader
league leah leandro leanna leanne leather lebanon leben lebron ledzeppelin lee leeds
leela left legacy legend legends legion lego legolas leia leila lemmein lemon lemonade
lemongrass lena lenin lenka lennon lenovo leo leon leona leonard leonardo leonel leonor
leonora leopard leroy lesbian lesley leslie less lester leticia letmein leto letter
letters lettuce levis lewis lex lexi lexie lexington lfybbk liam liberia libertad
liberty libra librarian library licorice liebe liebling life lifeguard lifeisgood
lifesucks lifetime light lighthouse lightning lights lightyear like lil lilia lilian
liliana lillian lillie lilly lilo lilwayne lily lima lime limewire limited lin lina
lincoln linda lindsay lindsey lineage linen linguine linh link linkedin linkin
linkinpark linksys linnea linux lion lionel lionking lions lipstick liquid lisa lisboa
lisbon lisette little littlegirl littleman littleone littlerock liu live liverpool
living liz liza lizard lizzie lizzy ljubljana lkj lkjh lloyd lmao lobos lobster loca
localadmin lock locke locker loco logan logic login logitech logmein logon lois lol lola
lolita lollipop lollypop london lonely lonestar lonewolf long longbeach longhorn
longhorns lonnie look lookout looney looser lopez lora lord loren lorena lorenz lorenzo
loretta lori lorna lorraine losangeles losenord loser losers lost lottery lotus lou
louis louise louisiana louisville loulou lounge lourdes lovato love love4ever lovebird
lovebirds lovebug loved lovehate lovehurts loveislife loveless lovelife lovely loveme
lover loverboy lovergirl lovers lovesex lovesick lovesong lovestory loveu loveyou
loveyourself loving lowell lowrider loyal loyalty ltybc lubbock lubimaya lubov luca
lucas lucia luciana luciano lucie lucifer lucille lucinda luck lucky luckyboy luckycharm
luckydog luckyone lucy ludacris ludmila ludovic luffy luglio luigi luis luisa luka lukas
lukasz luke luna lunar lunatic lunch lundi lune lunes lupita lure luther luthor luv
luxury luz lydia lyle lynda lynx lyon lyubov lyudmila mabel macadamia macaroni macaroon
macbook machine maciek macintosh mackenzie macon macy mad madagascar madalina madam
madara maddie maddog made madeline madhouse madison madman madness madonna madrid
maestro mafia magazine magda magdalena mage magenta maggie maggio magic magica magical
magician magma magnet magneto magnolia magnum magnus mahal mahalkita mahalko maharaja
mahesh mahjong mahmoud maiden mailman maine maite majestic makayla make makemoney maksim
malawi malaysia malcolm maldives malfoy malgorzata mali malibu malik mallory maltese
malysh mama mamacita maman mamasboy mami mamita mamma mammal mammoth man management
manager manatee manchester mancity mandela mandy manfred manga mango manhattan maniac
manila manish manning manoj manolo manon manson mansour manual manuel manuela manuele
manutd many map maple mapleleafs mar maradona marathon marble marc marcel marcela
marcelle marcello marcelo march marcia marcin marco marcos marcus mardi mare marek
margaret margarita margaux marge margherita margie margin margot mari maria mariah
mariam marian mariana marianna marianne maribel marie marigold marija marijuana marika
marilyn marina marine mariner mariners marines marinka mario marion mariposa mariposas
marisa marisol marissa maritza mariusz mariya marjorie mark market marketing marko
markus marlboro marlena marlene marley marlins marmalade marmotte maroc marquette
marquis marriage married mars marseille marsha marshall marshmallow marta martha martial
martin martina martine martinez marty maruti marvel marvin mary maryann maryjane
maryland marzena marzo maserati mash masha mask mason massacre massive master
masterchief mastermind masterp matador matata mate mateo material mateusz math mathias
mathieu mathilde matkhau matrix mats matt matteo matthew matthews matthias matthieu maui
maureen maurice mauricio mauritius maurizio mauro maus mausi maverick mavericks max
maxim maxima maxime maximum maximus maxine maxmax maxtor maxwell may maya maybe mayday
mayhem mayo mazda maze mccartney mcdonald mcdonalds mckayla mckenzie meadow meagan
meatball meatloaf mechanic mechwarrior medal medellin media medical medicine medusa
meena meg mega megadeth megaman megan megane megatron meghan mehmet mel melanie
melbourne melinda melissa mellie melody melon melvin memories memory memphis men mendoza
mental mentor meow mercedes merchant mercury mercy meredith meringue merlin mermaid
message messenger messi metal metalhead metallica meteor method metro metroid mets
meuamor mewtwo mexican mexico mia miami miamor miata micaela michael michaela
michaeljackson michaeljordan michal micheal michel michele michelle michigan michoacan
mickael mickey mickeymouse microsoft midget midnight mighty miguel mihaela mihai mihail
mikael mike mikey mikhail mikkel milagros milan mildred milena miley mileycyrus military
milk milkshake milkyway millennium miller millie million millionaire mills milos milton
milwaukee minaj mindy mine minecraft minerva minesweeper minh minime minister minnesota
minnie minotaur minsk mio mipassword miracle mirage miranda mirella miriam miroslav
mirror mischief misfit misfits misha mishka misiek miss missile mission mississippi
missouri missyou mister mistletoe misty mitchell mitsubishi mivida mixtape mmm mnb mnbv
mobile mocha mockingbird model modern modernwarfare moham mohamed mohammed mohan mohawk
moises mojo molecule mollie molly mom momdad moment momma mommy mommysgirl mona mond
monday money moneymaker moneyman mongolia monica monika monique monitor monkey monkeyboy
monkeys monopoly monserrat monster monsters montag montana monterrey montevideo
montgomery montreal monty moon moonbeam moonlight moonshine moonwalk moore moose morales
mordor more morelia morena moreno morgan moritz morning morocco moron morpheus morris
morrissey morrowind mortal mortalkombat morten mortgage moscow moses moskva mosquito
most motdepasse motel mother motherfucker motion motley motleycrue motocross motor
motorbike motorcycle motorhead motorola mountain mountaindew mountaineers mountains
mouse movie movies mozambique mozart mozilla mozzarella msn mtndew mudvayne mufasa
muffin muhammad mukesh mulan mulberry mulder mule multimedia mum mumbai mummy munchen
munich muppet murali murat murder muriel murphy murray muscle musclecar museum mushroom
music musica musician musicman musik musique musketeer musky muslim must mustafa mustang
mustangs mustapha myanmar mybaby myboy myers mygirl mylife mylove myname mypass
mypassword myra myriam myself myspace mysql mystery mystic mystical myszka nachos nadal
nadege nadia nadine naked nala namaste namibia nan nana nancy nandini nantes naomi
napkin naples napoleon napoli napster narayan narnia naruto nascar nashville nasir
nastya natali natalia natalie nataly natalya natasha nate nathalie nathan nathaniel
nation nationals native natural nature natusik naughty nautilus naveen navidad navigator
navy nazareth nebraska necromancer nectar nectarine nederland need needle neeraj
nefertiti negrita negro neha neighbor neji nellie nelson nemanja nemesis nemo nena nenad
nene neo neopets nepal nephew neptune nervous nescafe nessa nestor netflix netgear
netscape nettle network neutral nevada nevaeh never neveragain neverland nevermind
newark newborn newcastle newfound newhaven newlife newman neworder newpass newpassword
newport newton newuser newyear newyork newzealand nextel neymar ngozi nguyen nhoc
nicaragua nice nicholas nichole nichols nick nickel nickelback nicki nickname nicky nico
nicola nicolas nicolaus nicole nicoleta nicolo niece nigeria nigga nigger night
nightingale nightmare nightowl nightrider nights nightwing nightwish nike nikhil nikita
nikki niklas nikola nikolai nikolas nikolay nikon nils nina nine niners ninja ninjas
nino nintendo nipple nirvana nisha nissan nitin nitro nitrogen niunia nixon nnn no1 noah
noble nobody noel noelle noemi nofx noidea noir nokia nolan nomore nomsa nonna nonsense
noob noodle noodles noone nopassword nora norbert norfolk norge norma normal norman
normandie norris north northern northside northstar northwest norway not nothing nougat
nounours nova novel novelist november novembre noviembre now nuclear nude nugget nuggets
number numberone numbers numero nunchuck nur nurse nursing nutella nutmeg nutrition
nvidia nylon oakland oasis oatmeal oaxaca obama object obliterate oblivion obsession
obsidian ocean octavia octavio october octobre octopus octubre odessa odyssey off office
officer offside offspring ohio oilers oiseau oklahoma okn oksana oktober olamide oldlady
oldman oldpassword oldschool ole oleg olga olive oliveira oliver olivia olivier ollie
olof olson oluwa olympia olympic olympus omaha oman omar omega omer omsairam once ondra
one one4all onedirection onelove onepassword onepiece onetreehill onion online only
only4me opal opel open opensesame opera operator opeth ophelia ophelie optimist optimus
optimusprime option oracle orange orangemen orbit orca orchard orchid order ordinateur
oregano oregon oreo oreos organ organic orgasm oriana origin original orioles orion
orlando orleans ortiz osaka osama osbourne oscar osiris oskar osman ostrich osvaldo
otaku oth ottawa otter otto ottobre our out outdoor outdoors outkast outlaw outlaws
outlook outside ove oven over overkill overlord owen owens owl owls own owner oxford
oxygen oyster ozzy ozzyosbourne p@ssw0rd pa55w0rd pa55word pablo pacers pacific package
packard packers pacman paddle padres paige pain paint paintball painter painting paisley
pakistan pal palace paladin palangga palestine pallone palmeiras palmer pam pamela
panama panasonic pancake pancakes pancho panda pandora panel panic pankaj pantera
panther panthers panties paolo papa papaya paper paperclip papi papichulo papillon
paprika parade paradise paradox paraguay paramedic paramore paranoia paranoid parent
paris park parker parking parmesan parol parola parool parrot parsley part partner party
partying parvathi pasadena pascal pascale pasha pass passat passcode passion
passionfruit passme passord passphrase passport passwd password passwordpassword
passwort pasta pat patches patience patrice patricia patrick patrik patriot patriots
patrizia patrizio patrol patsy patterson patty paul paula paulette paulina pauline paulo
pause pavan pavel pavilion pavla pawel payday payment payne paypal payton peace peaceful
peach peaches peacock peanut peanutbutter peanuts pear pearl pearljam pebble pebbles
pecan pedro pegasus pele pelican penalty pencil penelope penguin penguins penis penn
pennsylvania penny pennywise pensacola pentagon pentium peony people peoria pepper
peppermint pepperoni peppers pepsi percy perfect performance perfume perkins perl perla
permit perrito perro perry persian persimmon person personal perth peru petar pete peter
peterpan peters peterson petr petra petrov petter petunia peugeot peyton pferd phantom
pharaoh pharmacist phil philadelphia philip philippe philippines philips phillies
phillip phillips philly philosophy phoebe phoenix phone photo photographer photography
photos photoshop php phuong phyllis physician physics pianist piano picador picard
picasso pickle pickles picnic pictionary picture pictures pie pierce pierre pietro pig
pigeon piggy piglet pikachu pike pilar pilot pimp pimpin pinay pinball pineapple
pinetree pingpong pink pinkfloyd pinkie pinkpink pinkrose pinky pinoy pioneer piotr
piotrek pipeline piper pippo piramide pirate pirates pisces piss pistachio pistol
pistons pitbull pittsburgh pixel pizza pizzahut placebo planet plankton plastic platform
platinum plato platypus play playa playboy player playgame playgirl playstation playtime
plaza please pleasure plm plum plumber pluto plymouth pocahontas pocket poetry poi point
poison poiuy pokemon poker pokerface poland polar polarbear polaris police policy polina
polite politics polly polo polopolo polska pomegranate ponies pontiac pony poodle pooh
poohbear pooja pookie poop poophead poopoo popcorn popeye poppy poptart popular porn
porno porsche portal porter portia portland porto portugal poseidon positive poster
postgres postman potato pothead potter poupette powder powell power powerful
powerlifting powerpoint powerpuff powers prabhu prada pradeep prairie praise prakash
pramod prasad prasanna prashant pravin pray prayer precious predator predators preeti
prelude prem premier premium presario present president presley pressure preston pretty
pretzel pretzels price pride priest primal primavera primetime primrose primus prince
princesa princesita princess princesse princeton principal principessa pringles printer
printing prinzessin priscila priscilla prison prisonbreak private privateer privet priya
priyanka prize prodigy producer professional professor profile profit program programmer
project promise property prophet prosciutto prosper prosperity protect protection
prototype proud provence providence provider prudence prue przemek psalm psv psyche
psycho psychologist psychology public publisher pudding puebla puertorico puffin pulsar
pulse puma pumas pumpkin pumpkinpie punisher punjab punk punkrock punkrocker puppet
puppies puppy puppylove purdue purple purplehaze purplerain pussy pussycat putin putra
putri puzzle pyramid python q1w2e3 qatar qaz qazwsx qazxsw quad quagmire quake quality
quantum quarter quarterback quartz quebec queen queens quentin quesadilla quest question
quetal quick quicksilver quidditch quiet quincy quinton quito qwaszx qwe qweasd qweqwe
qwert qwerty qwertz r2d2 rabbit raccoon race racecar racer rachael rachel racing racoon
racquetball radar radek radeon radiant radical radio radiohead radish rafael rafal
raffaele raffaella rage raginrebels ragnarok rahasia rahul raider raiders railroad
railway rain rainbow rainbows raindrop rainer raining rainman rainyday raj raja rajan
rajeev rajendra rajesh raju ralf ralph ralphlauren raluca ram rama rambler rambo ramesh
ramirez ramiro rammstein ramon ramona ramones ramos rams ramses ranch rancid randall
random randy randyorton ranger rangers rani rap raphael rapid rapper rapstar raptor
raptors rapture rapunzel raquel raquelita rascal rashid rashmi rasmus raspberry rasta
rastaman rational ratna ratt rattlesnake raul raven ravens ravi ravioli rawiswar ray
raymond rayne rayray rays razor razorback razvan rbcrf rbd reader reading reagan real
realestate reality realmadrid realtor reaper reason reba rebecca rebekah rebel rebelde
rebels rebound receptionist recife recipe record recovery recruit red redalert redbird
redbull reddevil reddevils reddog redfish redfox redhat redhead redhot redneck rednecks
redrose redrum redskin redskins redsox redwings redwood reebok reed reef reference
reflex reggae reggie regina reginald region regional register rei reina reinaldo
reindeer reiner rejects rekha relax release remember remington remix remote renata
renato renault rene renee renegade renji reno rental reporter reptile republic request
rescue research researcher resident residentevil resort respect restricted result retard
retired retriever retro return revenge review revolution reward rex rey reyes reykjavik
reymysterio reynolds rfnz rfv rhett rhino rhonda rhythm ribbon ricardo riccardo rice
rich richard richardson richboy richie richmond rick ricky riddle rider ridge rifle riga
right rihanna riley rina ringo rini riodejaneiro risk rita ritu ritual river riverplate
riverside rizki rjnzhf road roadking roadrunner roanoke rob robbie robert roberta
roberto roberts robertson robin robinson roblox robocop robot robotech robots robyn
rocco rochelle rochester rocio rock rockband rocker rocket rockets rockford rockies
rocknroll rockon rockstar rocky rockyou rodney rodrigo rodriguez rofl roger rogers rogue
rohan rohit rojo roland rolando rolex roller rollerblade rollercoaster rollerskate
rollingstones rollsroyce roma romain roman romance romania romano romantic rome romeo
ron ronald ronaldinho ronaldo ronin ronnie ronny rooney rooster root rootbeer rosa
rosalia rosalinda rosanna rosario roscoe rose rosebud rosemarie rosemary roses rosewood
roshan rosie rosita ross rossia rossiya rotterdam rottweiler rouge roulette rover roxana
roxanne roxie roxy roy royal royals royalty rubber rubberduck ruben ruby rudi rudolf
rudolph rufus rugby ruger rukia rum run runaway runescape runner running rush ruslan
russell russia russian rustic rusty rutabaga rutgers ruth ruthie rwanda rx7 rx8 ryan ryu
ryuk ryzen saab saad sabado sabbath sabine sabotage sabres sabrina sachin sacramento
sacred sad saddle sadie safari safety safeway saffron sagar sagittarius sai said saigon
sail sailing sailor sailormoon saints sairam saiyan sakura salad salah salamander salami
salasana sales salesman salesperson salim sally salmon salsa saltwater salut salvador
salvation salvatore sam samantha same samir sammie sammy sample sampson samson samstag
samsung samuel samurai sanandreas sanctuary sandal sandalwood sandeep sanders sandhya
sandiego sandisk sandman sandra sandrine sandro sandstorm sandwich sandy sanfrancisco
sangeeta sangeetha sanja sanjay sanjeev santa santaclaus santacruz santafe santana santi
santiago santos santosh saopaulo sapphire sara sarah sarajevo saranghae sari sarita sasa
sascha sasha sasuke satan satellite satish saturday saturn sauce saudade saurabh sauron
sausage savage savanna savannah savior saviour saw sawyer saxophone sayang sayangku
scale scandal scanner scarab scarecrow scarface scarlet scarlett scene schalke schatz
schatzi scheisse schnapps schnecke school schools schule schumacher schwarz schweiz
science scientist scofield scooby scoobydoo scooter scorpio scorpion scorpions scotland
scott scottish scottsdale scotty scrabble scrappy scream screwyou scuba scully sea
seagate seagull seahawks seahorse seal sealteam sean searching season seasons seat
seattle sebastian sebastiano sebastien second secret secretagent secretary secreto
secure security see seether sega segredo segun seinfeld select selection selena selfish
sell seminole seminoles semperfi senators senegal senha senhas senior senna sensation
sensei sentinel seoul sephiroth september septembre septiembre sepultura sequoia seraph
seraphim serbia serena serenity sergeant sergei sergey sergio serial series serkan
serpent server service sesame sesamestreet settembre seven sevens seventeen seventy
severine sevilla sex sexgod sexo sexpistols sexsex sexxy sexy sexybeast sexybitch
sexyboy sexygirl sexylady sexymama sexyme sexything seychelles shadow shadows shady
shaggy shakespeare shakira shaman shamrock shana shane shanghai shania shannon shanti
shaolin shaq shaquille shari sharingan shark sharks sharky sharma sharon sharpie shashi
shaun shauna shaw shawn shawna shazam she sheep sheffield sheila shekhar shelby sheldon
shelia shelly shelter shepherd sheriff sherlock sherman sherry sherwood sheryl
shevchenko shield shihtzu shikamaru shilpa shine shinigami shinji shinobi ship shipwreck
shirley shit shiv shiva shivam shocker shogun shooter shop shopper shopping short
shortbread shortie shorty shotgun should show shower showtime shrek shreveport shrimp
shuriken shweta siamese sicilia siddharth side sidekick sidney siegfried siemens sienna
sierra sierraleone sifre sigma signal signature sigrid silence silent silly silvana
silver silverado silverfish silverfox silvia silvie silvio simba simcity simmons simon
simona simone simple simpleplan simpson simpsons sims sin sinaloa since singapore singer
singh singing single sinner sipho sir sirius sis sister sisters sita sith siti six
sixers sixpack skate skateboard skateboarder skateboarding skater skeeter skeleton
sketch ski skidoo skier skiing skinhead skinny skipper skippy skittles skoda skopje
skull skunk sky skydiver skye skylark skyler skyline skype skyrim skywalker slacker
slamdunk slapshot slasher slava slaves slawek slayer sled sleep sleeping sleepy sleeve
slick slim slimshady slinky slipknot slippery slogan slonce slonko slovenia slut
slytherin smackdown small smallville smart smartass smarty smile smiles smiley smiling
smirnoff smith smiths smoke smoker smokey smokie smoking smooth smoothie smother smurf
smurfs snake snakes snapdragon snapper snapple sneaky sneha snickers sniper snooker
snoop snoopdogg snoopy snorkel snow snowball snowbird snowboard snowboarder snowboarding
snowdrop snowflake snowman snowmobile snowwhite snyder sobaka soccer social society
socket socrates sodom sofia sofie softail softball softrock software sol solar solaris
soldier sole soledad soleil solid solitaire solitario solnce solnyshko solo solution
somalia some somebody someday someone something somewhere sommer son sonata song songs
sonia sonic sonja sonne sonnenschein sonntag sonora sons sonu sony sonya sonyvaio soon
sooners sophia sophie soprano sopranos sorbet soren sorry soul soulja soulmate sound
soundblaster soundgarden soup source south southafrica southern southpark southpaw
southside southwest space spaceman spades spaghetti spain spaniel spanish spankme spanky
spare spark sparkle sparkles sparky sparrow spartacus spartak spartan spartans spearmint
spears special specialk spectrum speed speedracer speedster speedway speedy spencer
sphinx spice spider spiderman spiders spike spinach spirit splash splendid spock spokane
spongebob spooky spoon sport sporting sports sportster spot spring springer springfield
sprint sprinter sprite spruce spunky spurs spy squall square squash squid squidward
squirrel squirtle srdjan sri srilanka srinivas stable stacey staci stacy stadium stage
staind stalin stallion stamp stamps stan standard stanford stanislav stanley star
starbuck starbucks starburst starcraft stardust starfire starfish starfox stargate
stargazer starlight stars starship starstar starter startrek starwars stas state station
steak stealth steam steel steelers stefan stefania stefano steffi stella stellina
stepdad steph stephan stephane stephanie stephen stephens stepmom stereo sterling stern
steve steveaustin steven stevens stevie stewart stewie sti sticker sticky still stingray
stinky stitch stock stockholm stockton stone stonecold stoner stones stop stopit storage
store stories stork storm stormtrooper stormy story strange stranger strangers
strawberry street streetfighter strength strider strike striker strong stronger stuart
student students studio study stunner stupid stuttgart style stylist styx subaru subash
submarine suburban subway success successful such suck sucker suckit sucks sudan sudha
sudoku sue sugar sugars sullivan sultan sum41 suman sumit summer summit sun sunbird
sundae sundance sunday sunderland sunfire sunflower sunil sunita sunlight sunny sunrise
suns sunset sunshine suomi super superb superfly supergirl superhero superior superman
supermario supernatural supernova superpassword supersecret superstar supertramp
superuser supervisor supply support supra supreme surabaya suresh surf surface surfboard
surfer surfing surgeon suriname surprise surround survey survivor susan susana susanna
susanne suse sushi sushma susi susie suspect suzanne suzette suzie suzuki sven sverige
sveta svetlana swallow swan swansea swashbuckler swat swati sweater sweden sweet
sweetbaby sweetgirl sweetheart sweetie sweetness sweetpea sweetpotato sweety swim
swimmer swimming swinger switch switzerland sword swords sybil sydney sylvain sylvester
sylvia sylvie symbol symphony syndrome synthesizer syracuse syria sysadmin system szkola
szymon tabasco tabitha table tabletennis tackle taco tacobell tacoma tacos taekwondo
tahoe taiwan takashi take taking talent talia tall tallahassee tallinn tamales tamara
tamika tammy tampa tangerine tango tania tanker tanya tanzania tara tarantula target
tarheel tarheels tariq tarun taryn tarzan tasha tasmanian tatiana tattoo tattoos tatum
taurus taxi taylor taylorswift taz tazmania tbilisi tea teacher team teamo teamomucho
teamwork tears technical technician technics techno ted teddy teddybear teenager tehran
teiubesc tekken telecom telefon telefono telephone teletubbies televisao television
televizor tell temp templar temple temporary temptation ten tendai tenerife tennessee
tennis tent tequiero tequieromucho tequila teresa tereza terminal terminator terrance
terrence terri terrier terror terrorist terry tesoro tess tessa test testament tester
testing tetris texans texas tgb thabo thailand than thanh thanks thankyou thao that the
theater theatre thebeast thebest theboss thecure theend thegame thegreat theking thelma
them theman then theodore theone theory thepassword therapist therapy there theresa
thermal therock these thesims theta thething they thibault thierry thing think thinking
thinkpad third thirsty thirteen thirty this thistle thomas thompson thor thorsten those
thousand three threedaysgrace thrice thriller thug thumper thunder thunderbird
thunderbolt thundercat thursday thyme ticket tickle tide tifa tiff tiffany tiger
tigerlily tigers tigger tigre tigres tijuana till tim timber timberlake time timeless
timmy timo timothy tina tinker tinkerbell tinman tiny tiramisu tirana tired tissue titan
titanic titanium titans tits titties tmobile toad toast tobacco tobago tobi tobias toby
today todd toddler toffee together tokiohotel tokyo toledo tom tomas tomasz tomato
tomcat tomek tommaso tommy tommyboy tomorrow tonight tony tonya tonyhawk too tool toor
tootsie top topaz topcat topdog topeka topgun topic topolino topsecret toptop torch tori
torment tornado toronto torres torsten tortilla tortoise toshiba total toto totoro
tottenham toucan touch touchdown tough toulouse tourist tournament tower town toy toyota
toys toystory tpain trabalho tracey tracker tractor tracy trade trader tradition traffic
trail trailblazer trailer trails train training trains trampoline trance trang trans
transam transfer transformer transformers transit transport travel traveler travis
treasure treasurer tree trees trent trenton tres trevor trex tri triathlon tribe tricia
trickster trigger trigun trinidad trinity trip triple triplets trisha tristan triton
triumph trivia trois trojans trombone trooper trophy tropic tropical trouble troubles
trout troy truck trucker trucking trucks trudy true truelove truffle truffles trumpet
trunks trust trusted trustno truth tsunami tuamor tuan tucker tucson tuesday tulane
tulip tulsa tunde tundra tuner tunes tunisia tunnel tupac turbo turkey turkiye turmeric
turn turner turnip turntable turquoise turtle turtles tuscaloosa tuxedo tweety twelve
twilight twinkie twinkle twins twisted twister twitter twix two tyler typhoon tyrant
tyrone tyson ubuntu uche uchiha uday udo uganda ukraine ulises ulrika ultima ultimate
ultra unbreakable uncle undead under underdog underground underoath undertaker
underworld unforgiven unicorn uniform union unique united unitedstates unity universal
universe university unix unknown unlimited unlock uno unreal update uppercut uranus
urban ursula uruguay usa use useful user useradmin username usha usher usmc utah utes
utorrent uwe uzbekistan vacances vacation vaclav vacuum vader vadim vagabond vagina vaio
valarie valencia valentin valentina valentine valentino valeria valeriano valerie valery
valhalla valkyrie valley value vampire vampires vancouver vanderbilt vanessa vanguard
vanhalen vanilla vans vargas vasco vash vasile vault vector vectra vega vegas vegeta
vegetable velma velociraptor velocity velvet vendetta vendor venezuela vengeance venice
venom venture venue venus vera veracruz verano verde verizon vermont vernon veronica
veronika versace verse vert vertigo very vesna veteran veterinarian vfhbyf vfrcbv
vicecity vicente vicious vicki vicky victor victoria victory vida video vienna viernes
vietnam view vijay vika vikas viking vikings vikram viktor viktoria viktoriya villa
village villanova vilnius vimal vinay vincent vincenzo vinnie vinod vintage violent
violet violin violinist viper vipers virgil virgin virginia virgo virtual virus viscount
vishal vishnu vision visitor visual vita vital vitalik vitaly vittoria vittorio vivaldi
vivek vivian viviana vlad vladik vladimir vladislav vocal vocalist vodafone vodka
volcano voldemort volker volkswagen volleyball volume volunteers volvo voodoo voorhees
voyage voyager vulcan vulture wachtwoord wade waffle wagner wagon waheguru wahyu waikiki
waiter waitress wakeboard wales walker wallace wallet walleye wallpaper walmart walnut
walrus walter wanda wanderer wang wanker wanna want war warcraft ward warehouse warfare
warhammer warlock warlord warm warning warren warrior warriors warszawa was wasabi
washington wasp wasted watcher water waterfall watermelon waterpolo waters waterski wati
watkins watson watts wave waves way wayne wealth weapon weasel weasley weather weaver
web webadmin webb webmaster website wedding wednesday weed weekend weezer weezy wei
weightlifting weird weirdo weiss welcome well wells wendell wendy wendys werder were
werewolf werner wesley wesson west westcoast western westham weston westside whale what
whatever whatsapp whatsup whatup wheat wheel when where which whiplash whiskers whiskey
whisky whisper whistle white whiteboy whitehorse whiterose whitesnake whitesox whitetail
whitewolf whitney who whoami whocares whore whose why wichita wicked widget wien wife
wifey wii wild wildcat wildcats wilderness wildfire wildflower wildlife wildman wildone
wildrose wileecoyote wilfredo wilhelm will william williams willie willis willkommen
willow willy wilma wilson win winamp winchester windmill window windows windsor windsurf
wine winner winners winnie winnipeg winona winston winter wintergreen wireless wisconsin
wisdom wish wishbone wisteria witch with witness wizard wizardofoz wizards woaini wojtek
wolf wolfgang wolfman wolfpack wolverine wolverines wolves woman women wonder wonderboy
wonderful wonderland wonderwoman wood wooden woodland woodpecker woods woodstock woody
woof word words work worker working workout world worldofwarcraft wormhole worth would
wow wrangler wrestle wrestlemania wrestler wrestling wright writer writing wrong wrx wsx
wsxedc wwe wwf wyoming xanadu xander xavier xbox xfiles ximena xmas xmen xxx xxxxx xyz
yabbadabbadoo yacht yahoo yahtzee yahweh yale yamaha yamato yang yankee yankees yann
yannick yannis yanti yash yasin yasmin yasmine year yellow yellowcard yellowdog yemen
yerevan yes yesenia yesterday yesyes yet yeuem yfnfif yoda yogi yogibear yolanda yonkers
york yoshi you young younger your youre yourmom yourpassword yours yourself youssef
youth youtube yoyo yoyoyo yucatan yudi yuki yukon yulia yuliya yuri yuriy yusuf yvette
yvonne zacatecas zacefron zach zachariah zachary zack zagreb zahra zaika zainab zambia
zanpakuto zanzibar zaqwsx zara zayka zdenek zebra zelda zenit zenith zephyr zeppelin
zero zeta zeus zeynep zhang zhanna zidane zigzag zima zimbabwe zinger zion zipper zodiac
zoe zoey zoltan zombie zombies zoo zoran zoro zorro zosia zucchini zurich zuzana zuzanna
zvezda zwei zxc zxcv zxcvb zxcvbn zxczxc zzz
"""
