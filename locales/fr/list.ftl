# Texts of the list of contacts: its columns, its order, what is selected, the card of details, its keys.
contact-id = ID
contact-source = Source
contact-deals = Transactions
contact-activities = Activités
contact-activity = Dernière activité
contact-changed = Modifié le
list-display = Affichage
list-columns = Colonnes
list-compact = Lignes compactes
list-usual = Réinitialiser
list-sort = Trier par
list-newest = du plus récent
list-oldest = du plus ancien
list-rising = croissant
list-falling = décroissant
list-size = Lignes par page
list-show = Afficher
list-chosen = Sélectionnés, mais non affichés
list-close = Fermer
list-keys = Raccourcis clavier
list-keys-search = Rechercher
list-keys-move = Passer d’une ligne à l’autre
list-keys-select = Sélectionner ou désélectionner la ligne
list-keys-range = Sélectionner toute la plage
list-keys-delete = Supprimer les contacts sélectionnés
list-keys-details = Afficher les détails
list-keys-help = Afficher les raccourcis clavier
list-key-delete = Suppr
list-key-enter = Entrée
list-key-shift = Maj

# What the script prints about the list.
js-list-away = { $n ->
    [one] dont { $count } non affiché
   *[other] dont { $count } non affichés
}
js-list-replaced = { $n ->
    [one] Votre sélection précédente de { $count } contact a été remplacée
   *[other] Votre sélection précédente de { $count } contacts a été remplacée
}
js-list-replaced-text = Tous les contacts trouvés sont maintenant sélectionnés. Les contacts précédents qui ne correspondent pas ne le sont plus.
js-list-replaced-undo = Rétablir ma sélection
js-list-bound = Sélection faite avec : { $name }
js-list-bound-everybody = Sélection faite dans toute la liste
js-list-unknown = Vous avez sélectionné tous les contacts d’une autre liste. Affichez cette liste pour modifier la sélection.
js-list-more = { $n ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
js-list-unsorted = Votre portail ne peut pas trier selon cette colonne. Les contacts sont dans l’ordre du portail.
js-list-cut = Dans cet ordre, seuls les { $count } premiers peuvent être affichés. Affinez la recherche ou triez par ID pour tout voir.
js-list-peek-name = Détails de { $name }
js-list-untold = Votre portail ne l’indique pas, ou vous n’y avez pas accès.
js-list-company-number = Entreprise n° { $number }
js-list-person-number = Employé n° { $number }
