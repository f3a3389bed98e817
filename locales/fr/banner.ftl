# Textes du bandeau sur la page de l’application : ce qui n’est pas relié, ce que signifie une facture ouverte.
banner-missing-title = Certaines parties de l’application ne sont pas connectées à votre portail
banner-missing-text = Vous pouvez tout de même supprimer des contacts. L’application réessaiera quand un administrateur l’ouvrira plus tard. Si cela ne suffit pas, réinstallez-la et acceptez toutes les autorisations.
banner-missing-events = Les notifications du portail sont désactivées : si l’application est retirée, elle n’en saura rien et gardera ses données.
banner-missing-widget-card = Le bouton manque sur la fiche du contact.
banner-missing-widget-list = L’option manque dans le menu de la liste des contacts.
banner-missing-widget-toolbar = Le bouton manque au-dessus de la liste des contacts.
banner-missing-names = Les responsables apparaissent sous forme de numéros, car l’application n’a pas l’autorisation de lire leurs noms.
banner-unpaid-title = Un paiement est en attente pour le portail ou l’application
banner-unpaid-text = Jusqu’au paiement, votre portail ne permet pas à l’application d’afficher ni de supprimer des contacts. Demandez à un administrateur de vérifier le forfait et l’abonnement.
banner-unpaid-works = Vous pouvez toujours consulter les opérations passées, leurs rapports et les copies enregistrées.
banner-unpaid-kept = Rien n’est perdu : dès le paiement, l’application reprendra là où elle s’est arrêtée.
banner-barred-title = Vous pouvez consulter les contacts ici, mais pas les supprimer
banner-barred-text = Un administrateur a choisi qui peut supprimer des contacts avec cette application, et vous n’en faites pas partie. Vous pouvez rechercher, consulter les contacts et vos opérations passées. Pour supprimer, adressez-vous à un administrateur de votre portail.
