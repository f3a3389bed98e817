# Textes du bandeau sur la page de l’application : ce qui n’est pas relié, ce que signifie une facture ouverte.
banner-missing-title = Certaines parties de l’application ne sont pas reliées à votre portail
banner-missing-text = Vous pouvez tout de même supprimer des contacts. L’application réessaiera quand un administrateur l’ouvrira plus tard. Si rien ne change, installez-la de nouveau et acceptez toutes les autorisations.
banner-missing-events = Messages du portail : si l’application est retirée, elle ne l’apprend pas et garde ses données.
banner-missing-widget-card = Le bouton sur la fiche du contact manque.
banner-missing-widget-list = L’élément dans le menu de la liste des contacts manque.
banner-missing-names = Les responsables sont affichés par leur numéro, car l’application ne peut pas lire leurs noms.
banner-unpaid-title = Un paiement du portail ou de l’application est en attente
banner-unpaid-text = Jusqu’au paiement, votre portail n’affiche et ne supprime aucun contact pour l’application. Demandez à un administrateur de vérifier le forfait et l’abonnement.
banner-unpaid-works = Les tâches passées, leurs rapports et les copies conservées restent lisibles.
banner-unpaid-kept = Rien n’est perdu : une fois le paiement fait, l’application reprend là où elle s’est arrêtée.
