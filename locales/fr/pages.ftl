# Texts that the templates print.
product-name = Contact Eraser
widget-title = Supprimer le contact
retry = Réessayer
reload = Actualiser la page
request-id = ID de la requête :
notice-close = Fermer ce message

app-acting-as = Connecté en tant que
app-tabs = Parties de l’application
app-tab-contacts = Contacts
app-search = Nom, téléphone ou e-mail
app-search-hint = La liste change pendant que vous tapez.
app-paging = Pages de la liste
app-previous = Précédent
app-next = Suivant

contact-name = Nom
contact-phone = Téléphone
contact-email = E-mail
contact-company = Entreprise
contact-responsible = Responsable
contact-created = Créé le
contact-actions = Actions
contact-delete = Supprimer

confirm-lead = Le contact sera retiré de votre CRM avec vos droits. Éléments liés :
confirm-deals = Transactions
confirm-deals-note = Elles restent, mais perdent ce client.
confirm-companies = Entreprises
confirm-companies-note = Elles restent, mais perdent ce contact.
confirm-activities = Activités
confirm-activities-note = Celles qui ne concernent que ce contact sont aussi supprimées.
confirm-bin = Si la corbeille est activée dans votre portail, vous l’y retrouverez pendant 30 jours.
confirm-delete = Supprimer
confirm-cancel = Annuler

placement-delete = Supprimer le contact

install-title = Installation
install-working = Nous configurons l’application dans votre portail. Un instant, s’il vous plaît.
install-failed-lead = L’installation n’est pas terminée.
install-verify = Vérifier votre portail et vos droits
install-store = Enregistrer la connexion, chiffrée
install-connect = Connecter les événements et les boutons
install-finish = Terminer dans votre portail
install-skipped = Tout fonctionne, sauf ces éléments, que votre portail ne propose pas :
install-failed-parts = Ces éléments n’ont pas pu être connectés :

outside-title = Ouvrez Contact Eraser dans Bitrix24
outside-text = Cette adresse est celle d’une application qui fonctionne dans votre portail Bitrix24. Dans un onglet du navigateur, elle ne peut pas savoir qui vous êtes ; elle n’affiche donc rien ici.
outside-step-portal = Connectez-vous à votre portail Bitrix24.
outside-step-menu = Ouvrez « Contact Eraser » dans le menu de gauche, sous « Applications », ou cliquez sur « Supprimer le contact » dans la fiche d’un contact.
outside-step-missing = Si vous n’y trouvez pas l’application, demandez à un administrateur de votre portail de l’installer depuis le Market.
