# Texts of the single deletion, of the dialogs about what is certain and what is not, and of the third widget.
js-one-copy = { $n ->
    [one] Contact Eraser garde une copie chiffrée pendant { $count } jour pour que vous puissiez restaurer le contact.
   *[other] Contact Eraser garde une copie chiffrée pendant { $count } jours pour que vous puissiez restaurer le contact.
}
widget-app-title = Supprimer plusieurs contacts
settings-widget-toolbar = Au-dessus de la liste des contacts
install-step-widget-toolbar = Bouton au-dessus de la liste des contacts
no-copy = Ne pas garder de copie (effacement RGPD)
no-copy-note = Aucune copie n’est gardée. Si la corbeille n’est pas activée, c’est irréversible.
one-protected = Les paramètres de l’application conservent les contacts avec des transactions en cours. Clôturez d’abord la transaction ou adressez-vous à un administrateur.
restore-lost-dates = « Créé le » et « Créé par » : désormais la date du jour et vous
placement-question = Supprimer ce contact ?
placement-close = Fermer le panneau
js-one-open = { $n ->
    [one] { $count } transaction en cours. Elle est encore traitée.
   *[other] { $count } transactions en cours. Elles sont encore traitées.
}
js-one-open-unknown = Vous n’avez pas accès aux transactions de ce contact. L’une d’elles est peut-être en cours.
js-delete-anyway = Supprimer quand même
js-delete-for-good = Supprimer définitivement
js-undo = Annuler la suppression
js-undone-title = { $name } : contact restauré
js-undone-text = Le contact a un nouvel ID ; « Créé le » et « Créé par » indiquent désormais la date du jour et vous. Les liens vers les transactions, les activités et les fichiers ne sont pas revenus.
js-undone-open = Ouvrir le contact
js-undo-slow-title = { $name } : restauration en cours
js-undo-slow-text = Cela prend plus de temps que d’habitude. Vous verrez le résultat sous « Opérations ».
js-undo-failed-title = { $name } : la restauration a échoué
js-undo-failed-text = La copie chiffrée est toujours là. Réessayez sous « Opérations ».
js-deleted-kept-open = Vous pouvez restaurer le contact tant que sa copie est conservée.
js-deleted-kept = { $n ->
    [one] Vous pouvez restaurer le contact pendant { $count } jour.
   *[other] Vous pouvez restaurer le contact pendant { $count } jours.
}
js-bulk-title-most = { $n ->
    [one] Supprimer jusqu’à { $count } contact ?
   *[other] Supprimer jusqu’à { $count } contacts ?
}
js-bulk-delete = { $n ->
    [one] Supprimer { $count } contact
   *[other] Supprimer { $count } contacts
}
js-bulk-for-good = { $n ->
    [one] Supprimer { $count } contact définitivement
   *[other] Supprimer { $count } contacts définitivement
}
js-kept-open = conservé : transaction en cours
js-kept-unknown = conservé : pas d’accès aux transactions
js-cancel-yourself = Rien n’a été modifié. Vous pouvez fermer ce panneau.
