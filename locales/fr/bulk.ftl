# Texts of the list's conditions, of choosing many, of the dialogs about many, and of the jobs.
# A text with forms goes by $n, which is never printed: the number stands in it as $count.
app-tab-jobs = Opérations
select-page = Tout sélectionner sur cette page
contact-choose = Sélection
bar-label = Contacts sélectionnés
bar-clear = Désélectionner
bar-delete = Supprimer…
filter-reset = Réinitialiser
ids-open = Liste d’ID
ids-lead = Collez les ID des contacts ou choisissez un fichier : texte, CSV, Excel (.xlsx, .xls), OpenDocument ou l’export de votre portail. Dans un tableau, les ID se trouvent dans une colonne nommée ID. Rien n’est encore supprimé.
ids-label = ID des contacts
ids-file = Choisir un fichier…
ids-change = Choisir une autre colonne
ids-columns = Colonne des ID des contacts
ids-faults-file = Télécharger ces lignes
bulk-lead = Les contacts seront retirés de votre CRM avec vos droits. Parmi tous les contacts trouvés :
bulk-open-deals = Avec des transactions en cours
bulk-open-deals-note = Ces transactions sont encore en cours de traitement.
bulk-deals = Avec des transactions
bulk-companies = Avec une entreprise
bulk-activities = Avec des activités
bulk-deals-note = Les transactions restent, mais perdent ces clients.
bulk-companies-note = Les entreprises restent, mais perdent ces contacts.
bulk-activities-note = Les activités qui ne concernent qu’eux sont aussi supprimées.
bulk-inexact = Ces chiffres sont peut-être incomplets.
bulk-include = Supprimer aussi les contacts avec des transactions en cours
bulk-bin = Si la corbeille est activée dans votre portail, vous les y retrouverez pendant 30 jours.
restore-lead = Les contacts sont recréés dans votre CRM à partir des copies chiffrées, avec vos droits.
restore-comes = Ce qui revient
restore-comes-fields = Les champs des contacts
restore-comes-phones = Téléphones et e-mails
restore-comes-links = Liens avec les entreprises
restore-lost = Ce qui change ou ne revient pas
restore-lost-ids = ID : chaque contact en reçoit un nouveau
restore-lost-deals = Liens vers les transactions
restore-lost-activities = Activités, commentaires et historique
restore-lost-files = Fichiers et images
restore-bin = Si la corbeille est activée, restaurez depuis celle-ci : vous récupérez aussi les activités et l’historique.
job-pause = Mettre en pause
job-resume = Reprendre
job-report = Télécharger le rapport (CSV)
job-report-xlsx = Télécharger le rapport (XLSX)
job-snapshot = Télécharger les contacts supprimés (CSV)
job-restore = Restaurer…
job-items-filter = Afficher
job-items-all = Tous les contacts
job-items-more = Afficher plus
job-item-id = ID du contact
job-item-outcome = Résultat
job-item-why = Raison
job-item-says = Le portail indique :

# What the script prints about the list and the choosing.
js-confirm-title = Supprimer ce contact ?
js-confirm-delete = Supprimer
js-select-name = Sélectionner { $name }
js-select-all = Tout sélectionner ({ $count })
js-select-all-open = Sélectionner tous les contacts trouvés
js-selected = { $n ->
    [one] { $count } contact sélectionné
   *[other] { $count } contacts sélectionnés
}
js-selected-all = { $n ->
    [one] Le seul contact trouvé est sélectionné
   *[other] Les { $count } contacts trouvés sont sélectionnés
}
js-selected-part = { $n ->
    [one] { $count } contact sur { $number } sélectionné
   *[other] { $count } contacts sur { $number } sélectionnés
}
js-selected-all-but = Tous les contacts trouvés sont sélectionnés, sauf { $count }
js-selected-all-open = Tous les contacts trouvés sont sélectionnés
js-nothing-filter = Aucun des contacts auxquels vous avez accès ne correspond à ces filtres.
js-nothing-clear-all = Effacer la recherche et le filtre

# What the script prints in the dialogs about many.
js-bulk-title = { $n ->
    [one] Supprimer { $count } contact ?
   *[other] Supprimer { $count } contacts ?
}
js-bulk-title-none = Rien à supprimer
js-bulk-title-open = Supprimer tous les contacts trouvés ?
js-bulk-looking = Vérification des transactions, entreprises et activités liées…
js-bulk-counting = Comptés jusqu’ici : { $count } sur { $number }. Il y en a au moins autant.
js-bulk-collecting = { $n ->
    [one] Collecte : { $count } contact jusqu’ici…
   *[other] Collecte : { $count } contacts jusqu’ici…
}
js-bulk-failed = Les contacts n’ont pas pu être collectés
js-bulk-kept = { $n ->
    [one] { $count } contact avec des transactions en cours sera conservé.
   *[other] { $count } contacts avec des transactions en cours seront conservés.
}
js-bulk-other-total = Nombre dans la liste : { $number }. Trouvés maintenant : { $count }. La question porte sur les contacts trouvés maintenant.
js-bulk-missing = { $n ->
    [one] { $count } ID est introuvable ou vous n’y avez pas accès. Il sera ignoré.
   *[other] { $count } ID sont introuvables ou vous n’y avez pas accès. Ils seront ignorés.
}
js-bulk-unknown = { $n ->
    [one] Vous n’avez pas accès aux transactions de { $count } contact.
   *[other] Vous n’avez pas accès aux transactions de { $count } contacts.
}
js-bulk-snapshot = { $n ->
    [one] Contact Eraser garde une copie chiffrée pendant { $count } jour pour que vous puissiez restaurer les contacts.
   *[other] Contact Eraser garde une copie chiffrée pendant { $count } jours pour que vous puissiez restaurer les contacts.
}
js-bulk-type = Saisissez { $count } pour confirmer
js-bulk-names = Aperçu
js-bulk-first = { $n ->
    [one] Aperçu : le premier sur { $number } trouvés
   *[other] Aperçu : les { $count } premiers sur { $number } trouvés
}
js-ids-title = Supprimer d’après une liste d’ID
js-ids-next = Continuer
js-ids-found = { $n ->
    [one] { $count } ID de contact reconnu.
   *[other] { $count } ID de contacts reconnus.
}
js-ids-repeated = { $n ->
    [one] { $count } répétition est ignorée.
   *[other] { $count } répétitions sont ignorées.
}
js-ids-malformed = { $n ->
    [one] { $count } ligne ne contient aucun ID de contact :
   *[other] { $count } lignes ne contiennent aucun ID de contact :
}
js-ids-leave-out = { $n ->
    [one] Ignorer cette ligne
   *[other] Ignorer ces { $count } lignes
}
js-ids-row = Ligne { $number } :
js-ids-first = Voici les { $count } premières.
js-ids-column = Colonne { $number }
js-ids-from-column = Ils proviennent de la colonne « { $name } ».
js-ids-reading = Lecture de la liste…
js-ids-which = Quelle colonne contient les ID des contacts ? Choisissez-la.
js-ids-none = Aucun ID n’est repris : la plupart des lignes n’en contiennent pas. Vérifiez la liste.
js-ids-too-many = { $n ->
    [one] On peut supprimer au plus { $count } contact à la fois. Divisez la liste.
   *[other] On peut supprimer au plus { $count } contacts à la fois. Divisez la liste.
}
js-ids-file-large = Ce fichier est trop volumineux : 60 Mo au maximum sont lus.
js-ids-unreadable = Ce fichier ne peut pas être lu.
js-restore-title = { $n ->
    [one] Restaurer { $count } contact ?
   *[other] Restaurer { $count } contacts ?
}
js-restore = Restaurer

# What the script prints about the jobs.
js-jobs-empty-title = Aucune opération pour l’instant
js-jobs-empty-text = Les suppressions et restaurations en masse apparaissent ici, avec leur progression et le résultat pour chaque contact.
js-job-title = { $n ->
    [one] Supprimer { $count } contact
   *[other] Supprimer { $count } contacts
}
js-job-title-restore = { $n ->
    [one] Restaurer { $count } contact
   *[other] Restaurer { $count } contacts
}
js-job-title-open = Supprimer tous les contacts trouvés
js-job-number = N° { $number }
js-job-progress = { $count } sur { $number }
js-job-rate = { $number } par seconde
js-job-rate-slow = { $time } par contact
js-job-eta = encore { $time } environ
js-job-queued = Attend son tour
js-job-verifying = Vérification que les contacts ont bien disparu…
js-job-resumes = Reprise : { $time }
js-job-verified = { $n ->
    [one] Vérifié : { $count } contact n’est plus dans votre portail.
   *[other] Vérifié : { $count } contacts ne sont plus dans votre portail.
}
js-job-kept-until = Restauration possible jusqu’au { $time }
js-job-items = Voir les contacts
js-job-items-hide = Masquer les contacts
js-job-items-loading = Chargement…
js-job-items-none = Aucun contact avec ce résultat.
js-state-collecting = Collecte
js-state-draft = À vérifier
js-state-queued = En file d’attente
js-state-running = Suppression
js-state-restoring = Restauration
js-state-paused = En pause
js-state-waiting = En attente du portail
js-state-verifying = Vérification
js-state-done = Terminée
js-state-cancelled = Annulée
js-state-failed = Échouée
js-outcome-deleted = supprimé(s)
js-outcome-restored = restauré(s)
js-outcome-gone = déjà absent(s)
js-outcome-protected = conservé(s)
js-outcome-denied = sans autorisation
js-outcome-failed = en échec
js-outcome-cancelled = annulé(s)
js-outcome-pending = restant(s)
js-reason-operation-limit = La limite de temps du portail pour cette méthode est épuisée.
js-reason-answer-lost = Une réponse du portail s’est perdue et le portail traite peut-être encore la requête. L’opération reprendra dès que ce sera exclu.
js-reason-portal-busy = Le portail n’accepte plus de requêtes pour l’instant.
js-reason-portal-unavailable = Portail injoignable. Nouvelle tentative en cours.
js-reason-not-the-api = La réponse ne vient pas de l’API du portail. Nouvelle tentative en cours.
js-reason-answer-too-long = La réponse du portail est trop longue à lire. Nouvelle tentative en cours.
js-reason-portal-unauthorized = Le portail a mis fin à votre connexion. Rouvrez l’application dans le portail, puis reprenez l’opération.
js-reason-payment-required = L’abonnement du portail a expiré. Renouvelez-le, puis reprenez l’opération.
js-reason-plan-restricted = Le forfait du portail ne permet pas aux applications de travailler avec les contacts.
js-reason-scope-missing = Il manque à l’application une autorisation dans le portail. Demandez à un administrateur de la réinstaller.
js-reason-app-access-denied = Vous n’avez pas accès à cette application. Adressez-vous à un administrateur.
js-reason-access-denied = Vous n’avez pas accès aux contacts. Adressez-vous à un administrateur.
js-reason-not-permitted = Les paramètres de l’application ne vous permettent pas de supprimer des contacts. Adressez-vous à un administrateur.
js-reason-day-limit = Vous avez atteint votre limite sur 24 heures. Reprenez l’opération plus tard ou adressez-vous à un administrateur.
js-reason-portal-deleted = Ce portail n’existe plus.
js-reason-many-denied = Le portail a refusé la suppression de nombreux contacts d’affilée : vous n’avez pas le droit de les supprimer. Ne reprenez l’opération que si cela a changé.
js-reason-not-deleting = Le portail confirme les suppressions, mais les contacts sont toujours là. Plus rien n’est envoyé.
js-reason-by-user = En pause.
js-reason-cancelling = Arrêt en cours. Attente des requêtes déjà envoyées.
js-reason-too-many = Il y a plus de contacts qu’une opération ne peut en contenir. Restreignez les conditions.
js-reason-total-changed = Le nombre de contacts trouvés a changé. Vérifiez de nouveau la liste.
js-reason-filter-ignored = Le portail a renvoyé des contacts qui ne remplissent pas vos conditions. Aucun n’a donc été supprimé. La cause peut être une extension ou une ancienne version du portail. Adressez-vous à son administrateur.
js-reason-draft-expired = Le brouillon n’a pas été confirmé à temps. Rien n’a été supprimé.
js-reason-draft-replaced = Remplacé par des brouillons plus récents. Rien n’a été supprimé.
js-reason-left-alone = L’opération est restée trop longtemps en pause et a été arrêtée. Plus rien n’est envoyé.
js-reason-portal-silent = Le portail n’a donné aucune réponse exploitable depuis 24 heures. Reprenez l’opération quand il fonctionnera de nouveau. Ce qui est fait le reste.
js-reason-nothing-to-do = Aucun contact ne correspond.
js-reason-internal = Une erreur s’est produite dans cette application. L’assistance la retrouve grâce au numéro de l’opération.
js-code-open-deals = A une transaction en cours.
js-code-deals-unknown = Impossible de vérifier les transactions en cours.
js-code-no-snapshot = La copie n’a pas pu être enregistrée ; le contact n’a donc pas été supprimé.
js-code-refused = Le portail l’a refusé.
js-code-still-there = Le portail a signalé la suppression, mais le contact est toujours là.
js-code-no-clear-answer = Le portail n’a pas donné de réponse claire.
js-code-not-deleted = Non supprimé : toujours présent sous son ancien ID.
js-code-snapshot-gone = La copie n’existe plus.
js-code-create-denied = Vous n’avez pas le droit de créer des contacts.
js-code-job-failed = L’opération s’est terminée avant la fin.
job-record = Attestation d’effacement…
record-lead = Une attestation pour vos dossiers : qui a supprimé quels contacts et quand, s’ils ont bien disparu et ce qui reste. Les contacts n’y figurent que par leur ID.
record-reference-label = Numéro de la demande
record-reference-note = Votre propre référence, par ex. RGPD-2026/17. Aucune donnée personnelle.
record-format = Fichier
record-format-html = Page à imprimer (HTML)
record-format-json = Données (JSON)
record-destroy = Détruire les copies maintenant. Vous ne pourrez plus rien restaurer.
js-record-title = Attester l’effacement
js-record-action = Enregistrer l’attestation
js-record-saved = L’attestation est enregistrée
js-record-saved-text = Vous la trouverez dans vos téléchargements.
js-job-request = demande { $name }
js-reason-not-administrator = La dernière personne à l’avoir enregistrée n’est plus administrateur. Enregistrez la vue pour la reprendre.
job-review = Examiner et confirmer…
js-job-prepared = Brouillon préparé par une vue planifiée. Rien n’est supprimé tant que vous n’avez pas vérifié et confirmé. Expiration : { $time }
