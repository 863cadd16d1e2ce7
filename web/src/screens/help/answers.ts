/** The questions of the portal's users and our answers. Ids are addresses: they are the same in both languages. */
import { defineTexts } from "../../i18n/texts";

export type Answer = { id: string; question: string; answer: string; link: string; path: string };
export type Topic = { title: string; answers: readonly Answer[] };

const plain = { link: "", path: "" };

export const answers = defineTexts({
  fr: {
    topics: [
      {
        title: "Ouvrir un compte",
        answers: [
          {
            id: "pour-qui",
            question: "À qui ce portail s’adresse-t-il ?",
            answer:
              "À tout organisme qui a emprunté sur fonds d’épargne (bailleurs sociaux, collectivités, associations, hôpitaux…) et à ceux qui garantissent ces prêts, le plus souvent des collectivités.\nLes index, le simulateur et cette aide sont ouverts à tous.",
            ...plain,
          },
          {
            id: "services",
            question: "Que peut-on y faire ?",
            answer:
              "Suivre ses encours à toute date et ses échéances, voir ce que chaque révision de taux a changé, calculer ce qu’une autre valeur de l’index changerait, exporter ses tableaux d’amortissement, lire ses avis et courriers. Les garants font de même avec la dette qu’ils garantissent, à leurs quotités et par emprunteur.\nL’administrateur d’un organisme y gère les droits de ses collègues. Préparer et envoyer une demande de prêt viendra ensuite.",
            ...plain,
          },
          {
            id: "bailleurs",
            question: "Les services pour les bailleurs sociaux sont-ils ouverts ?",
            answer:
              "Oui. Dès que votre droit est actif, les services apparaissent dans le menu, sans attendre la connexion suivante.",
            ...plain,
          },
          {
            id: "ouvrir",
            question: "Comment ouvrir un compte ?",
            answer:
              "Inscrivez-vous avec votre adresse e-mail, puis saisissez le code à 4 chiffres que vous recevez. Rattachez-vous ensuite à votre organisme, par son nom ou son SIRET, et demandez les services dont vous avez besoin.\nSi vous êtes la première personne de votre organisme, vous en devenez l’administrateur : un courrier part chez votre représentant légal. Prévenez-le, car ce courrier est adressé à sa fonction et non à son nom.",
            link: "Créer un compte",
            path: "/inscription",
          },
          {
            id: "qui-cree",
            question: "L’administrateur doit-il créer mon compte ?",
            answer:
              "Non. Chacun crée le sien. Quand vous demandez un service, l’administrateur est prévenu par e-mail et décide ; vous recevez sa réponse par e-mail.",
            link: "Créer un compte",
            path: "/inscription",
          },
          {
            id: "aucun-courriel",
            question: "Je ne reçois pas l’e-mail avec le code",
            answer:
              "Il arrive en une minute environ. Regardez dans les courriers indésirables ; s’il n’y est pas, votre service informatique peut autoriser l’adresse qui envoie nos messages. Sur la page du code, demandez-en un autre : vous pouvez en recevoir trois.",
            ...plain,
          },
          {
            id: "code-refuse",
            question: "Le code à 4 chiffres est refusé",
            answer:
              "Ce code n’est pas votre mot de passe. Il sert une seule fois, pour confirmer votre adresse ; le mot de passe, d’au moins 8 caractères, est celui que vous avez choisi dans le formulaire, que vous soyez ou non la première personne de votre organisme. Le code du courrier, plus tard, est encore autre chose : il se saisit dans « Mes services ».\nUn code vaut dix minutes et trois essais, et seul le dernier envoyé compte. Au-delà, demandez-en un autre sur la même page.",
            ...plain,
          },
          {
            id: "profil",
            question: "Comment changer mon nom, mon adresse e-mail ou mon mot de passe ?",
            answer:
              "Dans « Mon profil », en haut à droite : civilité, nom, téléphone, adresse e-mail et mot de passe se changent chacun à part. Une nouvelle adresse est confirmée par un code avant de remplacer l’ancienne. Votre identifiant y est rappelé.",
            link: "Mon profil",
            path: "/profil",
          },
          {
            id: "rattachement",
            question: "Comment me rattacher à mon organisme, ou le quitter ?",
            answer:
              "Cherchez-le par son nom ou son SIRET, vérifiez son adresse, son activité et sa date de création, puis validez. Indiquez votre fonction : elle est nécessaire pour demander un service ; téléphone et adresse e-mail dans l’organisme se changent chacun à part.\nPour le quitter, choisissez « Quitter cette structure » : vos droits y prennent fin. Le dernier administrateur doit d’abord désigner son successeur.",
            link: "Mes structures",
            path: "/mes-structures",
          },
          {
            id: "ancien-portail",
            question: "J’avais un accès à un ancien service en ligne. Sert-il encore ?",
            answer:
              "Non, les anciens identifiants ne sont pas repris. Créez un compte ici ; vos contrats, eux, y sont déjà.",
            link: "Créer un compte",
            path: "/inscription",
          },
        ],
      },
      {
        title: "Se connecter",
        answers: [
          {
            id: "mot-de-passe",
            question: "Comment composer mon mot de passe ?",
            answer:
              "De 8 à 128 caractères, avec au moins trois des quatre sortes : majuscule, minuscule, chiffre, caractère spécial. Les espaces et les accents conviennent, le coller aussi.\nSont refusés les mots de passe trop courants, ceux qui contiennent votre nom et ceux que vous avez déjà eus.",
            ...plain,
          },
          {
            id: "compte-bloque",
            question: "Mon compte est bloqué après plusieurs essais. Que faire ?",
            answer:
              "Après dix échecs, il se bloque une heure puis se rouvre tout seul. Pour ne pas attendre, choisissez un nouveau mot de passe par « Mot de passe oublié » : cela le rouvre aussitôt.",
            link: "Mot de passe oublié",
            path: "/mot-de-passe-oublie",
          },
          {
            id: "identifiant-perdu",
            question: "J’ai perdu mon identifiant",
            answer:
              "Votre adresse e-mail suffit pour vous connecter. L’identifiant est aussi dans l’e-mail de bienvenue et dans votre profil, et il peut vous être renvoyé.",
            link: "Recevoir mon identifiant",
            path: "/identifiant-oublie",
          },
          {
            id: "carte",
            question: "Faut-il une carte ou un boîtier pour se connecter ?",
            answer:
              "Non : un identifiant (ou l’adresse e-mail) et un mot de passe suffisent ici. D’autres services bancaires de votre organisme peuvent continuer à demander leur carte.",
            ...plain,
          },
        ],
      },
      {
        title: "Numéro client",
        answers: [
          {
            id: "numero-client",
            question: "Où trouver le numéro client de mon organisme ?",
            answer:
              "Il figure sur la plupart de nos documents : lettre d’offre, contrat, échéancier, information annuelle des garants. Une fois rattaché à l’organisme, vous le voyez dans sa fiche : vérifiez qu’il est bien celui de vos documents. Il n’est pas demandé pour s’inscrire ; si vous ne le trouvez pas, écrivez à l’assistance.",
            link: "Mes structures",
            path: "/mes-structures",
          },
          {
            id: "zeros",
            question: "Faut-il saisir les zéros du début ?",
            answer:
              "Ce n’est pas nécessaire : 314363 et 000314363 désignent le même client. Les deux écritures sont acceptées.",
            ...plain,
          },
        ],
      },
      {
        title: "Administrateur, droits et courrier",
        answers: [
          {
            id: "administrateur",
            question: "Qui est l’administrateur, et qui le désigne ?",
            answer:
              "La première personne de l’organisme qui demande un service. C’est le représentant légal (maire, président, directeur général…) qui le désigne, en lui remettant le code du courrier qu’il reçoit : vérifiez avant d’accepter qu’il est d’accord. L’administrateur décide ensuite des droits de ses collègues.",
            link: "Mes services",
            path: "/mes-services",
          },
          {
            id: "habiliter",
            question: "Je suis administrateur : comment donner des droits à mes collègues ?",
            answer:
              "Chaque collègue crée son compte, se rattache à l’organisme et demande des services. Vous recevez un e-mail avec son nom et ce qu’il demande.\nDans « Utilisateurs », ouvrez sa fiche : accordez tout, une partie, ou refusez. Le changement vaut tout de suite et votre collègue est prévenu. On ne donne que les droits qu’on a, et jamais à soi-même.",
            link: "Utilisateurs",
            path: "/administration/utilisateurs",
          },
          {
            id: "courrier-pas-recu",
            question: "Le représentant légal n’a pas reçu le courrier",
            answer:
              "Il est adressé à sa fonction (maire, président, directeur général…) au siège de l’organisme : il peut attendre dans un autre service. Dans « Mes services », vous suivez son envoi et pouvez en demander un autre. Le code du premier ne vaut alors plus rien.",
            link: "Mes services",
            path: "/mes-services",
          },
          {
            id: "code-courrier",
            question: "Le code du courrier ne fonctionne pas",
            answer:
              "Il vaut trente jours. Passé ce délai, ou si un autre courrier a été demandé depuis, il est périmé : demandez un nouveau courrier, sans vous réinscrire. Vérifiez aussi que vous êtes connecté avec le compte qui a fait la demande.",
            link: "Mes services",
            path: "/mes-services",
          },
          {
            id: "caractere-special",
            question: "Je n’arrive pas à taper un caractère du code du courrier",
            answer:
              "Nos codes n’ont plus de caractère difficile : douze lettres et chiffres, sans ceux qui se ressemblent. Majuscules, minuscules et tirets n’ont pas d’importance.",
            ...plain,
          },
          {
            id: "code-par-mail",
            question: "Peut-on recevoir le code de l’administrateur par e-mail, ou à une autre adresse ?",
            answer:
              "Non. Le courrier prouve que le représentant légal est d’accord : il part à l’adresse officielle de l’organisme, et personne chez nous ne peut lire le code. Si cette adresse est fausse, demandez à l’assistance de la corriger, puis demandez un nouveau courrier.",
            link: "Écrire à l’assistance",
            path: "/assistance",
          },
        ],
      },
      {
        title: "Mes prêts et leur taux",
        answers: [
          {
            id: "revision",
            question: "Que change une révision du Livret A pour mon prêt ?",
            answer:
              "La première échéance qui suit la révision est encore appelée à l’ancien taux ; à partir de ce jour-là le nouveau taux court, et toutes les échéances suivantes sont recalculées.\nEntre la signature et le point de départ de l’amortissement, seule compte la valeur de l’index à ce point de départ. Si votre contrat est à double révisabilité, la progressivité des échéances est revue aussi. Pendant le préfinancement, le nouveau taux compte dès le jour de la révision.",
            link: "Les index",
            path: "/index",
          },
          {
            id: "inflation",
            question: "Mon prêt suit l’inflation. Quand son taux change-t-il ?",
            answer:
              "Une part du taux est fixée à l’émission du contrat pour toute sa durée ; l’autre suit l’indice des prix hors tabac et est révisée aux mêmes dates que le Livret A. Certains contrats permettent de revenir au Livret A, avec la marge de référence du contrat.",
            link: "Les index",
            path: "/index",
          },
          {
            id: "foncier",
            question: "Où est l’outil qui calcule la part foncière ?",
            answer:
              "La part foncière se calcule en une ligne : coût du foncier, droits compris, divisé par le prix de revient, moins la part que paient les subventions. Pour 15 % de foncier et 12 % de subventions : 15 % × (100 − 12) % = 13,2 %. Sans détail des coûts, un forfait par zone s’applique : votre direction régionale le confirme.\nLe simulateur donne ensuite l’échéancier du prêt foncier, jusqu’à 80 ans, et celui du prêt du bâti.",
            link: "Le simulateur",
            path: "/simulateur",
          },
          {
            id: "equilibre",
            question: "Où est l’outil d’équilibre d’opération ?",
            answer:
              "Il reste entre les mains de votre direction régionale, qui l’établit avec vous. Le simulateur donne les échéances de chaque prêt, que vous pouvez exporter vers votre propre calcul.",
            link: "Le simulateur",
            path: "/simulateur",
          },
          {
            id: "eco-pret",
            question: "Où sont les formulaires de l’éco-prêt ?",
            answer:
              "Ils sont remis par votre direction régionale avec l’étude du projet : la version à jour dépend de la date de votre demande.",
            ...plain,
          },
          {
            id: "deliberation",
            question: "Où trouver un modèle de délibération de garantie ?",
            answer:
              "Votre direction régionale vous l’envoie avec l’offre de prêt, rempli avec les caractéristiques de vos contrats.",
            ...plain,
          },
        ],
      },
      {
        title: "Le site",
        answers: [
          {
            id: "a-qui",
            question: "À qui poser ma question ?",
            answer:
              "À l’assistance pour tout ce qui touche au portail : compte, connexion, droits, courriers, consultation des encours. Elle répond par e-mail, sous la référence qu’elle vous donne.\nÀ votre direction régionale pour un projet, son financement, une demande de prêt ou un contrat.",
            link: "Écrire à l’assistance",
            path: "/assistance",
          },
          {
            id: "navigateurs",
            question: "Quels navigateurs conviennent ?",
            answer:
              "Les versions des deux dernières années de Firefox, Chrome, Edge et Safari. Internet Explorer ne convient plus.",
            ...plain,
          },
          {
            id: "telephone",
            question: "Le site fonctionne-t-il sur téléphone et tablette ?",
            answer:
              "Oui, toutes les pages, dès 320 pixels de large. Les grands tableaux se font défiler de côté. Il suit les couleurs de votre appareil, claires ou sombres.",
            ...plain,
          },
          {
            id: "affichage",
            question: "Une page ou le menu s’affiche mal",
            answer:
              "Rechargez la page, puis mettez votre navigateur à jour. Sur un petit écran, le menu s’ouvre par le bouton en haut à gauche. Si une extension bloque des scripts, autorisez ce site : il n’en charge aucun d’ailleurs.",
            ...plain,
          },
          {
            id: "telechargement",
            question: "Je n’arrive pas à télécharger un PDF",
            answer:
              "C’est souvent le pare-feu de votre organisme. Essayez depuis un autre réseau, ou demandez à votre service informatique d’autoriser les fichiers PDF venant de cette adresse. Sinon, dites à l’assistance de quel document il s’agit.",
            link: "Écrire à l’assistance",
            path: "/assistance",
          },
        ],
      },
    ],
  },
  en: {
    topics: [
      {
        title: "Opening an account",
        answers: [
          {
            id: "pour-qui",
            question: "Who is this portal for?",
            answer:
              "For every body that has borrowed from the savings funds (social landlords, local authorities, associations, hospitals…) and for those who guarantee these loans, mostly local authorities.\nThe indexes, the simulator and this help are open to all.",
            ...plain,
          },
          {
            id: "services",
            question: "What can one do here?",
            answer:
              "Follow outstandings on any day and instalments, see what each revision of the rates has changed, compute what another value of the index would change, export schedules, read notices and letters. Guarantors do the same with the debt they guarantee, at their shares and by borrower.\nThe administrator of an organisation looks after the rights of colleagues. Preparing and sending loan applications will follow.",
            ...plain,
          },
          {
            id: "bailleurs",
            question: "Are the services for social landlords open?",
            answer:
              "Yes. As soon as your right is active, the services show in the menu; there is no need to log in again.",
            ...plain,
          },
          {
            id: "ouvrir",
            question: "How do I open an account?",
            answer:
              "Register with your e-mail address, then type the code of 4 digits that you receive. Join your organisation, by its name or SIRET, and ask for the services you need.\nIf you are the first person of your organisation you become its administrator: a letter goes to your legal representative. Tell them, because this letter is addressed to their function and not by name.",
            link: "Open an account",
            path: "/inscription",
          },
          {
            id: "qui-cree",
            question: "Does the administrator open my account?",
            answer:
              "No. Everybody opens their own. When you ask for a service, the administrator is told by e-mail and decides; you get the answer by e-mail.",
            link: "Open an account",
            path: "/inscription",
          },
          {
            id: "aucun-courriel",
            question: "The e-mail with the code does not come",
            answer:
              "It comes within about a minute. Look among unwanted mail; if it is not there, your IT department can let the address that sends our messages through. On the page of the code, ask for another: you can have three.",
            ...plain,
          },
          {
            id: "code-refuse",
            question: "The code of 4 digits is refused",
            answer:
              "This code is not your password. It serves once, to confirm your address; the password, of at least 8 characters, is the one you chose in the form, whether or not you are the first person of your organisation. The code of the letter, later on, is another one still: it is typed in “My services”.\nA code is good for ten minutes and three tries, and only the last one sent counts. After that, ask for another on the same page.",
            ...plain,
          },
          {
            id: "profil",
            question: "How do I change my name, my e-mail address or my password?",
            answer:
              "In “My profile”, at the top right: title, name, telephone, e-mail address and password are each changed on their own. A new address is confirmed by a code before it takes the place of the old one. Your identifier is there, too.",
            link: "My profile",
            path: "/profil",
          },
          {
            id: "rattachement",
            question: "How do I join my organisation, or leave it?",
            answer:
              "Search it by its name or SIRET, check its address, its activity and its date of creation, then confirm. Say what your function is: it is needed before you ask for a service; telephone and e-mail address at the organisation are each changed on their own.\nTo leave it, choose “Leave this organisation”: your rights there end. The last administrator has to name a successor first.",
            link: "My organisations",
            path: "/mes-structures",
          },
          {
            id: "ancien-portail",
            question: "I had access to an older online service. Is it still good?",
            answer:
              "No, earlier identifiers were not taken over. Open an account here; your contracts are here already.",
            link: "Open an account",
            path: "/inscription",
          },
        ],
      },
      {
        title: "Logging in",
        answers: [
          {
            id: "mot-de-passe",
            question: "What must my password be like?",
            answer:
              "8 to 128 characters, with at least three of the four kinds: upper case, lower case, digit, special character. Spaces and accents are welcome, and so is pasting.\nRefused are passwords that are too common, those that contain your name and those you had before.",
            ...plain,
          },
          {
            id: "compte-bloque",
            question: "My account is locked after several tries. What now?",
            answer:
              "After ten failures it is locked for an hour, then opens by itself. Not to wait, choose a new password with “Forgotten password”: that opens it at once.",
            link: "Forgotten password",
            path: "/mot-de-passe-oublie",
          },
          {
            id: "identifiant-perdu",
            question: "I have lost my identifier",
            answer:
              "Your e-mail address is enough to log in. The identifier is also in the welcome e-mail and in your profile, and it can be sent to you again.",
            link: "Send me my identifier",
            path: "/identifiant-oublie",
          },
          {
            id: "carte",
            question: "Do I need a card or a device to log in?",
            answer:
              "No: an identifier (or the e-mail address) and a password are enough here. Other banking services of your organisation may go on asking for their card.",
            ...plain,
          },
        ],
      },
      {
        title: "Client number",
        answers: [
          {
            id: "numero-client",
            question: "Where do I find the client number of my organisation?",
            answer:
              "It is on most of our documents: letter of offer, contract, schedule, yearly information of guarantors. Once you have joined the organisation you see it on its page: check that it is the one on your documents. It is not asked for when you register; if you do not find it, write to the support.",
            link: "My organisations",
            path: "/mes-structures",
          },
          {
            id: "zeros",
            question: "Must I type the zeros in front?",
            answer: "There is no need to: 314363 and 000314363 are the same client. Both are accepted.",
            ...plain,
          },
        ],
      },
      {
        title: "Administrator, rights and letter",
        answers: [
          {
            id: "administrateur",
            question: "Who is the administrator, and who names them?",
            answer:
              "The first person of the organisation who asks for a service. The legal representative (mayor, president, managing director…) names them, by handing over the code of the letter they receive: make sure that they agree before you accept. The administrator then decides on the rights of colleagues.",
            link: "My services",
            path: "/mes-services",
          },
          {
            id: "habiliter",
            question: "I am an administrator: how do I give rights to my colleagues?",
            answer:
              "Each colleague opens an account, joins the organisation and asks for services. You get an e-mail with their name and what they ask for.\nIn “Users”, open their sheet: give all, a part, or refuse. The change holds at once and your colleague is told. One gives only the rights one holds, and never to oneself.",
            link: "Users",
            path: "/administration/utilisateurs",
          },
          {
            id: "courrier-pas-recu",
            question: "The legal representative did not receive the letter",
            answer:
              "It is addressed to their function (mayor, president, managing director…) at the seat of the organisation: it may be waiting in another department. In “My services” you follow it and can ask for another. The code of the first one is then worth nothing.",
            link: "My services",
            path: "/mes-services",
          },
          {
            id: "code-courrier",
            question: "The code of the letter does not work",
            answer:
              "It is good for thirty days. After that, or if another letter was asked for since, it is void: ask for a new letter, without registering again. Check too that you are logged in with the account that made the request.",
            link: "My services",
            path: "/mes-services",
          },
          {
            id: "caractere-special",
            question: "I cannot type a character of the code of the letter",
            answer:
              "Our codes have no difficult character any more: twelve letters and digits, without those that look alike. Upper case, lower case and dashes do not matter.",
            ...plain,
          },
          {
            id: "code-par-mail",
            question: "Can the administrator's code come by e-mail, or to another address?",
            answer:
              "No. The letter proves that the legal representative agrees: it goes to the official address of the organisation, and nobody here can read the code. If that address is wrong, ask the support to correct it, then ask for a new letter.",
            link: "Write to the support",
            path: "/assistance",
          },
        ],
      },
      {
        title: "My loans and their rate",
        answers: [
          {
            id: "revision",
            question: "What does a revision of the Livret A change for my loan?",
            answer:
              "The first instalment that follows the revision is still collected at the old rate; from that day on the new rate runs, and all later instalments are computed again.\nBetween the signature and the start of the amortisation, only the value of the index on that start counts. If your contract has double revisability, the progressivity of the instalments is revised as well. During prefinancing, the new rate counts from the very day of the revision.",
            link: "Indexes",
            path: "/index",
          },
          {
            id: "inflation",
            question: "My loan follows inflation. When does its rate change?",
            answer:
              "One part of the rate is fixed when the contract is issued, for its whole life; the other follows the consumer price index without tobacco and is revised on the same days as the Livret A. Some contracts allow going back to the Livret A, with the margin of reference of the contract.",
            link: "Indexes",
            path: "/index",
          },
          {
            id: "foncier",
            question: "Where is the tool for the land part of a loan?",
            answer:
              "The land part is one line of arithmetic: the cost of the land with its duties, divided by the cost price, less the part that subsidies pay. With 15% of land and 12% of subsidies: 15% × (100 − 12)% = 13.2%. Without a breakdown of costs a flat share by zone applies: your regional office confirms it.\nThe simulator then gives the schedule of the loan for land, up to 80 years, and that of the loan for the building.",
            link: "The simulator",
            path: "/simulateur",
          },
          {
            id: "equilibre",
            question: "Where is the tool for the balance of an operation?",
            answer:
              "It stays with your regional office, which fills it in with you. The simulator gives the instalments of each loan, which you can export to your own computation.",
            link: "The simulator",
            path: "/simulateur",
          },
          {
            id: "eco-pret",
            question: "Where are the forms of the eco-loan?",
            answer:
              "Your regional office hands them over with the study of the project: the current version depends on the date of your application.",
            ...plain,
          },
          {
            id: "deliberation",
            question: "Where is a model of the resolution that grants a guarantee?",
            answer:
              "Your regional office sends it to you with the loan offer, filled in with the terms of your contracts.",
            ...plain,
          },
        ],
      },
      {
        title: "The site",
        answers: [
          {
            id: "a-qui",
            question: "Whom do I ask?",
            answer:
              "The support, for all that concerns the portal: account, logging in, rights, letters, reading outstandings. It answers by e-mail, under the reference it gives you.\nYour regional office, for a project, its financing, an application or a contract.",
            link: "Write to the support",
            path: "/assistance",
          },
          {
            id: "navigateurs",
            question: "Which browsers are suitable?",
            answer:
              "Versions of the last two years of Firefox, Chrome, Edge and Safari. Internet Explorer is not suitable any more.",
            ...plain,
          },
          {
            id: "telephone",
            question: "Does the site work on phones and tablets?",
            answer:
              "Yes, every page, from a width of 320 pixels. Large tables are scrolled sideways. It follows the colours of your device, light or dark.",
            ...plain,
          },
          {
            id: "affichage",
            question: "A page or the menu looks wrong",
            answer:
              "Reload the page, then update your browser. On a small screen, the menu opens with the button at the top left. If an extension blocks scripts, allow this site: it loads none from elsewhere.",
            ...plain,
          },
          {
            id: "telechargement",
            question: "I cannot download a PDF",
            answer:
              "It is often the firewall of your organisation. Try from another network, or ask your IT department to allow PDF files from this address. Else tell the support which document you need.",
            link: "Write to the support",
            path: "/assistance",
          },
        ],
      },
    ],
  },
});
