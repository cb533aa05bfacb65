/**
 * What guessers try first, in lower case: the passwords that head every list of leaked ones, and what people build passwords from. Written by hand for this
 * project. Digits for letters, years, runs along the keyboard and repeats need not be here: `guessable-pieces.ts` sees through those.
 */
export const COMMON_WORDS = `
password passwort passw passwd pass passe passphrase motdepasse contrasena contraseña senha parola haslo salasana losenord lösenord wachtwoord kennwort
heslo jelszo sifre parool adgangskode passord parolachiave clave segredo geheim geheimnis secret secrets secreto topsecret letmein letme letmeinnow
welcome welcomeback willkommen bienvenue bienvenido benvenuto bemvindo welkom velkommen valkommen tervetuloa witamy hello hallo hola bonjour ciao
admin administrator administrateur administrador root toor superuser sysadmin system sysop operator manager master supervisor guest gast invite user
username login logon signin signup access account konto default changeme changeit change changeme temp temporary temporaire temppass initial start
starten begin test tester testing testtest demo sample example beispiel exemple ejemplo trial dummy nobody noone none nothing null void unknown public
private internal external secure security sicher sicherheit seguridad securite server client service support helpdesk help office home house work
company firma business enterprise internet intranet network netzwerk website web email mail gmail yahoo hotmail outlook google facebook twitter
instagram linkedin youtube tiktok snapchat whatsapp netflix spotify amazon paypal apple iphone ipad android samsung huawei xiaomi nokia sony motorola
microsoft windows office365 oracle cisco linux ubuntu debian fedora redhat unix macintosh macbook computer laptop desktop keyboard tastatur mouse
monitor printer router modem wireless wifi bluetooth database mysql postgres mongodb redis sqlserver apache nginx docker kubernetes jenkins gitlab github
asdf asdfasdf asdfgh asdfghjkl qwer qwerasdf qwerty qwertyui qwertz azerty zxcv zxcvbn qazwsx qazxsw wsxedc edcrfv qweasd qweasdzxc asdzxc qweqwe asdasd
zxczxc zaq xsw cde vfr bgt nhy mju poiuy lkjh mnbv abc abcd abcde abcdef abcabc aaa aaaa xxx xxxx zzz iloveyou loveyou iloveu ilove ilovegod
iloveme ihateyou loveme lovely lover lovers love amour amor amore liebe schatz tequiero teamo jetaime tiamo miamor babygirl babyboy baby babe honey
sweetheart sweetie sweet sugar angel angels angelo angela darling dearest beautiful beauty gorgeous pretty handsome sexy hottie cutie princess
princesa princesse prinzessin prince queen king kings kingdom royal crown dragon dragons dragonball monkey monkeys gorilla football futbol fussball
soccer baseball basketball volleyball hockey tennis golf golfer rugby cricket boxing wrestling running runner swimming surfing surfer skate skater
snowboard skiing cycling bicycle motorcycle racing racer fishing hunting hunter camping hiking climbing yoga karate judo kungfu ninja samurai warrior
shadow master superman batman spiderman ironman wonderwoman hulk thor captain america marvel avengers joker starwars startrek skywalker vader yoda jedi
matrix terminator rambo rocky gandalf frodo hobbit aragorn legolas hogwarts harrypotter potter hermione dumbledore voldemort pokemon pikachu charizard
naruto sasuke goku vegeta onepiece luffy zelda mario luigi sonic minecraft fortnite roblox callofduty counterstrike warcraft starcraft diablo halo
doom quake tetris pacman nintendo playstation xbox gameboy gamer games game player winner champion champions victory sunshine sun sunny sunrise sunset
sunflower summer sommer verano estate ete spring fruhling frühling printemps primavera autumn herbst automne otono autunno fall winter invierno hiver
inverno january february march april may june july august september october november december januar februar marz märz mai juni juli oktober dezember
janvier fevrier février mars avril juin juillet aout août septembre octobre novembre decembre décembre enero febrero marzo abril mayo junio julio agosto
septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre monday tuesday wednesday thursday friday
saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles
jueves viernes sabado domingo weekend today tomorrow yesterday forever always never again morning evening night midnight moonlight moon star stars
starlight sky cloud clouds rain rainbow raindrop storm thunder lightning snow snowball snowflake snowman ice fire flame phoenix firebird water ocean
sea river lake beach island mountain forest tree flower flowers rose roses lily daisy jasmine violet orchid tulip lavender blossom garden nature
earth world planet universe galaxy cosmos mercury venus jupiter saturn uranus neptune pluto apollo zeus athena hercules poseidon achilles odin loki
animal animals dog dogs puppy doggie hund perro chien cane cat cats kitty kitten katze gato gatto chat horse horses pferd caballo cheval pony unicorn
tiger tigers tigger lion lions bear bears panda wolf wolves wolfpack fox foxes eagle eagles falcon falcons hawk raven ravens owl duck ducks chicken
rooster turkey penguin penguins parrot bird birds dolphin dolphins shark sharks whale fish turtle snake cobra viper python spider scorpion butterfly
bee buffalo cowboy cowboys cowgirl rabbit bunny hamster mouse mickey minnie donald goofy pluto elephant giraffe zebra camel kangaroo koala
red blue green yellow orange purple pink black white brown grey gray silver gold golden rot blau grun grün gelb schwarz weiss rouge bleu vert jaune
noir blanc rojo azul verde amarillo negro blanco rosso nero bianco color colors diamond diamonds ruby emerald sapphire crystal pearl amber jade opal
cookie cookies cookie chocolate chocolat candy sugar honey cupcake cake icecream banana apple orange lemon cherry peach strawberry blueberry
raspberry mango pineapple coconut grape melon watermelon tomato potato pepper ginger cinnamon vanilla coffee espresso tea beer whiskey whisky vodka
tequila wine pizza pasta burger hamburger cheese butter bacon chicken sausage bread rice sushi taco nacho popcorn peanut pumpkin muffin pancake
michael jennifer jessica daniel david matthew andrew joshua james robert john johnny joseph thomas christopher charles anthony mark steven steve paul
kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory
frank alexander alexandra alex raymond patrick jack dennis jerry tyler aaron jose henry adam douglas nathan peter zachary kyle walter harold jeremy
ethan carl keith roger gerald christian terry sean arthur austin noah lawrence jesse joe bryan billy jordan albert dylan bruce willie gabriel alan juan
logan wayne ralph roy eugene randy vincent russell louis bobby philip bradley mary maria patricia linda barbara elizabeth susan sarah karen lisa nancy
betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie dorothy rebecca sharon laura cynthia amy kathleen
shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet maria catherine heather diane olivia julie joyce
victoria ruth virginia lauren kelly christina joan evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann
kathryn abigail sophia frances jean alice judy isabella julia grace amber denise danielle marilyn beverly charlotte natalie theresa diana brittany doris
kayla alexis lori marie carlos luis jorge miguel antonio francisco manuel pedro pablo diego javier fernando ricardo eduardo alejandro roberto rafael
sergio mario marco luca matteo lorenzo andrea giuseppe giovanni francesco alessandro stefano simone davide federico chiara giulia sofia martina elena
valentina carmen isabel lucia paula marta cristina pilar ana rosa angelica gabriela daniela fernanda camila mariana juliana leticia bruna joao tiago
pierre michel jean jacques philippe nicolas julien sebastien guillaume francois laurent olivier antoine mathieu camille manon chloe lea marine
sophie isabelle nathalie sylvie valerie celine aurelie hans peter klaus jurgen jürgen wolfgang dieter manfred uwe bernd stefan andreas thomas markus
matthias sebastian florian tobias lukas jonas felix maximilian leon finn sabine petra monika claudia birgit heike anja katrin julia lena
ivan dmitri sergey sergei andrei alexei mikhail vladimir natasha natalia olga tatiana svetlana irina anastasia boris igor oleg mohammed muhammad mohamed
ahmed ali hassan hussein omar ibrahim yusuf mustafa fatima aisha zahra maryam khan kumar singh sharma patel gupta priya rahul amit raj anil sunil deepak
ravi sanjay vijay krishna ganesh shiva lakshmi wang zhang liu chen yang huang zhao wu zhou kim lee park choi nguyen tran sato suzuki tanaka yamamoto
smith johnson williams brown jones miller davis garcia rodriguez wilson martinez anderson taylor moore jackson martin thompson white lopez gonzalez
harris clark lewis robinson walker perez hall young allen sanchez wright torres scott nguyen hill flores adams nelson baker rivera campbell mitchell
carter roberts muller müller schmidt schneider fischer weber meyer wagner becker schulz hoffmann charlie buster bailey maggie molly lucy daisy
bella luna coco lola rocky bear duke tucker toby zeus oscar milo ginger smokey shadow pepper lucky princess sasha simba nala rex max sam samson
sammy snoopy garfield tweety sylvester scooby scoobydoo shrek nemo dory bambi dumbo cinderella elsa frozen ariel aladdin jasmine mulan pooh winnie
winniethepooh tinkerbell peterpan homer bart simpson simpsons spongebob patrick southpark cartman kenny stitch totoro hellokitty barbie
jesus jesuschrist christ god godisgood godislove bless blessed blessing faith hope heaven angel trinity holy spirit church bible allah buddha karma
peace freedom liberty justice truth destiny dream dreams dreamer magic magical wizard witch ghost vampire zombie demon devil hell satan lucifer evil
killer killers death dead hacker hackers hacked pirate pirates legend legends hero heroes phantom mystery danger extreme turbo nitro rocket
ferrari porsche lamborghini mercedes benz bmw audi volkswagen toyota honda nissan mazda subaru suzuki yamaha kawasaki ducati harley davidson
corvette mustang camaro charger chevy chevrolet ford dodge jeep cadillac lexus jaguar bentley bugatti tesla volvo renault peugeot citroen fiat alfa
liverpool arsenal chelsea manchester united manchesterunited manutd mancity tottenham everton rangers celtic barcelona barca realmadrid madrid juventus
milan intermilan napoli roma lazio benfica sporting porto ajax feyenoord bayern dortmund schalke hamburg borussia psg marseille galatasaray fenerbahce
besiktas flamengo corinthians palmeiras santos boca riverplate messi ronaldo cristiano neymar beckham rooney maradona pele zidane
yankees redsox lakers celtics bulls chicagobulls warriors knicks patriots steelers packers cowboys broncos raiders giants eagles dodgers cubs
london paris berlin madrid rome roma vienna wien zurich geneva amsterdam brussels dublin edinburgh glasgow lisbon athens moscow prague warsaw budapest
stockholm oslo copenhagen helsinki istanbul newyork losangeles chicago houston phoenix philadelphia dallas austin boston seattle denver detroit miami
atlanta orlando lasvegas vegas sandiego sanfrancisco washington toronto montreal vancouver mexico brazil brasil argentina chile colombia peru
australia sydney melbourne brisbane auckland newzealand tokyo osaka kyoto beijing shanghai hongkong singapore bangkok jakarta manila seoul mumbai delhi
bangalore chennai kolkata dubai cairo lagos nairobi capetown johannesburg england scotland ireland wales britain france germany deutschland spain espana
italy italia portugal netherlands holland belgium switzerland schweiz suisse austria poland polska russia ukraine turkey turkiye greece sweden sverige
norway denmark finland canada america usa india china japan korea vietnam thailand indonesia malaysia philippines pakistan bangladesh nigeria kenya
metallica nirvana slipknot linkinpark linkin greenday blink ironmaiden acdc queen beatles rollingstones pinkfloyd ledzeppelin gunsnroses slayer
megadeth korn rammstein eminem tupac snoopdogg rihanna beyonce shakira madonna britney justinbieber onedirection taylorswift bts blackpink elvis marley
bobmarley music musica guitar guitarra piano drums drummer violin trumpet song singer dance dancer dancing party rock rockstar rocknroll metal punk
hiphop rap jazz techno trance reggae disco radio movie movies cinema film actor model star superstar celebrity fashion style
mother mothers mom mommy mama mamma maman mutter madre father dad daddy papa vater padre parents family familia famille familie brother sister bruder
schwester hermano hermana frere soeur son daughter wife husband uncle aunt grandma grandpa grandmother grandfather children child kids kid boy girl
boys girls boyfriend girlfriend friend friends bestfriend bff amigo amigos amiga freund freundin ami copain
school college university student students teacher professor class science math maths physics chemistry biology history english spanish french german
engineer engineering doctor nurse lawyer police soldier army navy airforce marine marines military officer captain general major sergeant pilot
driver trucker farmer fireman firefighter chef baker money dollar dollars euro cash bank rich richie million millionaire billion lottery jackpot
casino poker lucky luck fortune success happy happiness smile smiley laugh funny fun crazy loco mad silly stupid idiot dummy loser nerd geek
freak cool awesome super great good best better perfect amazing fantastic wonderful excellent special unique simple easy free fresh new old young
big small little tiny giant huge fat skinny tall short hot cold warm fast slow quick strong power powerful energy force strength muscle fitness gym
health heart soul mind body brain head hand hands eye eyes face hair blood bone life live living alive born birth birthday anniversary wedding marriage
christmas xmas weihnachten noel navidad natale halloween easter ostern thanksgiving newyear santa santaclaus rudolph holiday vacation travel
fuck fucker fucking fuckyou fuckoff fuckme shit bullshit asshole bitch bastard damn cunt dick cock pussy penis boobs tits butt porn sex sexsex
sexual naked nude horny whore slut scheisse arschloch merde putain mierda puta cabron cazzo stronzo kurwa perkele blyat suka
number one two three four five six seven eight nine ten eleven twelve hundred thousand zero eins zwei drei first second third last number1 agent
bond jamesbond trustno trustme trustnobody noaccess nopassword nopass mypassword mypass mypw yourpassword thepassword thisismypassword thisispassword
passwordpassword ourpassword newpassword oldpassword password1 pword passcode pincode pin code codes key keys schlussel schlüssel token tokens otp
sesame opensesame open close enter exit continue abracadabra hocuspocus ncc enterprise voyager whatever whocares idontknow dontknow
idontcare forget forgot forgotten remember rememberme nevermind dontforget icanteven please thanks thankyou danke merci gracias grazie obrigado
blink blahblah blah lol lolol rofl omg wtf haha hahaha hihi lala lalala nana yoyo hiho bingo bongo foobar foo bar baz qux lorem ipsum dolor hunter
trustno1 ncc1701 thx1138 jordan23 charlie1 michael1 rush2112 bond007 letmein1 abc123 pass123 test123 admin123 user123 root123 qwe123 asd123 q1w2e3 q1w2e3r4
q1w2e3r4t5 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y zaq12wsx zaq1xsw2 1qazxsw2 1a2b3c 1a2b3c4d a1b2c3 a1b2c3d4 aa123456 p4ssw0rd pa55word pa55w0rd
correcthorse batterystaple correcthorsebatterystaple correct horse battery staple sally port sallyport federation certificate certificates zertifikat
customer customers kunde client partner vendor supplier contract invoice payment payroll salary finance accounting sales marketing support legal human
resources hr it ict itsupport techsupport tech technical technology digital data cyber cybersecurity firewall backup restore cloud azure aws prod
production staging develop developer development devel devops build deploy release version update upgrade install setup config configuration
monitoring alert incident ticket project team teams group groups meeting conference training course workshop seminar
the and for you are not with that this have from they will what there would about which their when your can said each she how
my me mine our his her its who why where all some any many much more most no yes oh ok okay hey hi bye goodbye
am is was be been being do does did has had get got give go going come came see saw look make made take took
want wanted need needed like liked think know known knew feel felt say tell told ask call try keep let put mean
in on at by to of or an as if so up out off over under into onto down back
`;
