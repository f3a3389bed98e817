# Texts of the jobs, of the history and of the messages that tell about jobs.
js-today = Aujourd’hui, { $time }
js-jobs-choose = Choisir des contacts
js-jobs-badge = { $n ->
    [one] opération en cours ou qui vous attend
   *[other] opérations en cours ou qui vous attendent
}
js-job-deleted-all = { $n ->
    [one] { $count } contact supprimé
   *[other] { $count } contacts supprimés
}
js-job-deleted-some = { $n ->
    [one] { $count } contact sur { $number } supprimé
   *[other] { $count } contacts sur { $number } supprimés
}
js-job-restored-all = { $n ->
    [one] { $count } contact restauré
   *[other] { $count } contacts restaurés
}
js-job-restored-some = { $n ->
    [one] { $count } contact sur { $number } restauré
   *[other] { $count } contacts sur { $number } restaurés
}
js-job-restored = { $n ->
    [one] { $count } restauré
   *[other] { $count } restaurés
}
js-job-restoring = Restauration en cours
js-job-source = restaure l’opération { $number }
js-job-paused-by-you = Mise en pause par vous : { $time }
js-job-paused-by = Mise en pause par { $name } : { $time }
js-job-retry = { $n ->
    [one] Réessayer pour { $count } échec
   *[other] Réessayer pour { $count } échecs
}
js-job-rest = { $n ->
    [one] Supprimer { $count } contact restant…
   *[other] Supprimer les { $count } contacts restants…
}
js-job-spared = { $n ->
    [one] Supprimer { $count } contact conservé…
   *[other] Supprimer { $count } contacts conservés…
}
js-job-stop = Arrêter la suppression
js-job-stop-restoring = Arrêter la restauration
js-job-discard = Abandonner le brouillon
js-stop-title = Arrêter la suppression ?
js-stop-title-restore = Arrêter la restauration ?
js-stop-title-draft = Abandonner ce brouillon ?
js-stop-none = Rien n’a encore été supprimé.
js-stop-none-restored = Rien n’a encore été restauré.
js-stop-deleted = { $n ->
    [one] { $count } contact est déjà supprimé et le reste. Les autres restent dans votre CRM.
   *[other] { $count } contacts sont déjà supprimés et le restent. Les autres restent dans votre CRM.
}
js-stop-restored = { $n ->
    [one] { $count } contact est déjà restauré et reste dans votre CRM.
   *[other] { $count } contacts sont déjà restaurés et restent dans votre CRM.
}
js-job-verifying-restore = Vérification que les contacts sont bien revenus…
js-history-draft = Brouillon
js-history-of-contact = Contact n° { $number }
js-act-draft-closed = Brouillon fermé, rien n’a été supprimé
js-act-finish-job-restore = Restauration terminée
js-act-cancel-job-restore = Restauration arrêtée
js-action-connect = Connexion dans un onglet du navigateur
js-action-move-portal = Adresse du portail modifiée
js-audit-connected = connecté
js-audit-moved = nouvelle adresse enregistrée
js-audit-internal = erreur de l’application
job-item-contact = Contact
job-more = Plus d’actions
history-job = Numéro d’opération
history-what = Objet
overview-title = Dernières semaines
overview-chart = Contacts supprimés, restaurés et conservés par semaine
overview-deleted = Supprimés
overview-restored = Restaurés
overview-kept = Conservés
overview-failed = Échecs
overview-numbers = Afficher les chiffres
overview-by-week = Par semaine (débutant le lundi, UTC)
overview-by-person = Par personne
overview-week = Semaine du
record-names = Indiquer les noms des personnes qui ont supprimé et établi l’attestation
record-app = Établi avec
notice-done = Contact Eraser : l’opération { $number } est terminée. Supprimés : { $count } sur { $to }
notice-restore-done = Contact Eraser : l’opération { $number } est terminée. Restaurés : { $count } sur { $to }
notice-ended = Contact Eraser : l’opération { $number } s’est arrêtée avant la fin. Supprimés : { $count } sur { $to }
notice-restore-ended = Contact Eraser : l’opération { $number } s’est arrêtée avant la fin. Restaurés : { $count } sur { $to }
notice-paused = Contact Eraser : l’opération { $number } vous attend. Supprimés jusqu’ici : { $count } sur { $to }
notice-restore-paused = Contact Eraser : l’opération { $number } vous attend. Restaurés jusqu’ici : { $count } sur { $to }
notice-review = Contact Eraser : une vue planifiée a préparé un brouillon pour vous. Contacts : { $to }. Rien n’est supprimé tant que vous ne l’avez pas vérifié et confirmé.
job-print = Version imprimable (HTML)
report-title = Rapport : suppression, opération { $number }
report-title-restore = Rapport : restauration, opération { $number }
js-item-open-deal = Ouvrir la transaction
notice-open = Ouvrir l’opération
