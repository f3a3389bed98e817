# Texts of the conditions of the list and of views. A text with forms goes by $n, which is never printed.
filter-label = Conditions
filter-no-phone = Sans téléphone
filter-no-email = Sans e-mail
filter-no-open-deals = Sans transaction en cours
filter-no-deals = Sans transaction
filter-no-company = Sans entreprise
filter-clear = Tout effacer
filter-save = Enregistrer comme vue…
filter-more = Filtre
filter-presets = Préréglages
preset-today = Créés aujourd’hui
preset-older-1 = Créés il y a plus d’un an
preset-older-2 = Créés il y a plus de 2 ans
preset-older-3 = Créés il y a plus de 3 ans
preset-idle = Sans activité depuis 12 mois
preset-unreachable = Sans téléphone ni e-mail
preset-no-open-deals = Sans transaction en cours
filter-responsible = Responsable
filter-author = Créé par
filter-person-hint = Saisissez un nom
filter-pick = Choisir dans le portail…
filter-source = Source
filter-source-any = Toutes les sources
filter-created = Date de création
filter-any-time = Toutes les dates
filter-today = Aujourd’hui
filter-week = 7 derniers jours
filter-month = 30 derniers jours
filter-older-1 = Il y a plus d’un an
filter-older-2 = Il y a plus de 2 ans
filter-older-3 = Il y a plus de 3 ans
filter-older-days = Il y a plus de … jours
filter-dates = Choisir des dates…
filter-days = Créés il y a plus de (jours)
filter-from = À partir du
filter-from-time = Heure de début
filter-to = Jusqu’au
filter-to-time = Heure de fin
filter-idle = Dernière activité
filter-idle-any = Toutes les dates
filter-idle-3 = Aucune depuis 3 mois
filter-idle-6 = Aucune depuis 6 mois
filter-idle-12 = Aucune depuis 12 mois
filter-idle-24 = Aucune depuis 24 mois
filter-idle-date = Aucune depuis une date…
filter-idle-note = Les contacts dont la dernière activité est inconnue sont exclus.
filter-idle-since = Sans activité depuis
views-own = Mes vues
views-shared = Vues partagées
views-save = Enregistrer le filtre actuel comme vue…
views-title = Vues partagées et planification
views-settings-note = Tout le monde trouve les vues partagées à côté du champ de recherche, sous « Contacts ». Planifiez une vue pour préparer une suppression : rien n’est supprimé tant que personne n’a vérifié le brouillon sous « Opérations ». Il est préparé avec les droits de la dernière personne qui a enregistré la vue.
view-use = Afficher les contacts
view-change = Modifier
view-delete = Supprimer
view-lead = Conditions :
view-name = Nom
view-replace = Remplacer ses conditions par le filtre actuel
view-share = Partager avec tout le portail
view-every = Préparer un brouillon
view-never = Jamais
view-daily = Chaque jour
view-weekly = Chaque semaine
view-monthly = Chaque mois
view-weekday = Jour de la semaine
view-monthday = Jour du mois
view-time = Heure
view-zone = Fuseau horaire
view-draft = Un brouillon ne supprime rien tant que personne ne l’a vérifié sous « Opérations ».
view-delete-lead = Les contacts restent. Seules les conditions enregistrées sont supprimées.
view-delete-shared = Elle disparaît pour tout le portail.
view-delete-calendar = Plus aucun brouillon ne sera préparé. Ceux qui existent déjà restent sous « Opérations ».

# What the script prints about conditions.
js-chip-search = Recherche : { $name }
js-chip-responsible = Responsable : { $name }
js-chip-author = Créé par : { $name }
js-chip-source = Source : { $name }
js-chip-from = Créé à partir du : { $time }
js-chip-to = Créé jusqu’au : { $time }
js-chip-today = Créé aujourd’hui
js-chip-within-days = { $n ->
    [one] Créé au cours du dernier jour
   *[other] Créé au cours des { $count } derniers jours
}
js-chip-within-months = { $n ->
    [one] Créé au cours du dernier mois
   *[other] Créé au cours des { $count } derniers mois
}
js-chip-within-years = { $n ->
    [one] Créé au cours de la dernière année
   *[other] Créé au cours des { $count } dernières années
}
js-chip-older-days = { $n ->
    [one] Créé il y a plus de { $count } jour
   *[other] Créé il y a plus de { $count } jours
}
js-chip-older-months = { $n ->
    [one] Créé il y a plus de { $count } mois
   *[other] Créé il y a plus de { $count } mois
}
js-chip-older-years = { $n ->
    [one] Créé il y a plus de { $count } an
   *[other] Créé il y a plus de { $count } ans
}
js-chip-idle-days = { $n ->
    [one] Sans activité depuis { $count } jour
   *[other] Sans activité depuis { $count } jours
}
js-chip-idle-months = { $n ->
    [one] Sans activité depuis { $count } mois
   *[other] Sans activité depuis { $count } mois
}
js-chip-idle-years = { $n ->
    [one] Sans activité depuis { $count } an
   *[other] Sans activité depuis { $count } ans
}
js-chip-idle-since = Sans activité depuis : { $time }
js-chip-remove = Retirer « { $name } »
js-source-gone = { $name } (n’existe plus dans votre portail)
js-sources-failed = Impossible de lire la liste des sources : { $name }. Une source déjà choisie fonctionne toujours.
js-person-gone = Introuvable dans le portail (ID { $number })
js-person-unnamed = Utilisateur { $number }
js-person-you = Vous
js-person-left = N’est plus actif
js-person-none = Personne ne porte ce nom.
js-person-failed = La recherche de personnes a échoué : { $name }

# What the script prints about views.
js-views = Vues
js-views-loading = Chargement des vues…
js-views-none = Pas encore de vue. Définissez un filtre, puis enregistrez-le ici.
js-view-title = Enregistrer comme vue
js-view-change-title = Modifier la vue
js-view-action = Enregistrer la vue
js-view-saved = Vue « { $name } » enregistrée
js-view-saved-text = Vous la trouverez sous « Vues ».
js-view-next = Prochain brouillon : { $time }
js-view-moment = { $name }, { $time } ({ $to })
js-view-delete-title = Supprimer la vue « { $name } » ?
js-view-delete-action = Supprimer la vue
js-view-deleted = Vue « { $name } » supprimée
js-view-change = Modifier « { $name } »
js-view-delete = Supprimer « { $name } »
js-filters-none = Pas encore de vue partagée. Enregistrez un filtre sous « Contacts » et partagez-le.
js-filter-never = Aucune planification
js-filter-open = Un brouillon attend d’être vérifié. Prochain : { $time }
js-filter-paused = En pause : { $name }
