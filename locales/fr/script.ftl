# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Sans nom
js-unknown = inconnu
js-request-id = ID de la requête :
js-retry = Réessayer
js-delete-name = Supprimer { $name }

js-range = { $from }–{ $to } sur { $count }
js-range-open = { $from }–{ $to }
js-empty-title = Aucun contact
js-empty-text = Votre portail ne contient aucun contact auquel vous avez accès.
js-nothing-title = Aucun résultat
js-nothing-text = Aucun des contacts auxquels vous avez accès ne correspond à « { $name } ».
js-nothing-clear = Effacer la recherche

js-deleting = Suppression…
js-slow = Votre portail met plus de temps que d’habitude. Veuillez attendre sa réponse.
js-deleted-title = { $name } : contact supprimé
js-deleted-text = Si la corbeille est activée dans votre portail, vous y retrouverez le contact.
js-gone-title = { $name } : le contact n’existe plus
js-gone-text = Le contact a déjà été supprimé ou vous n’y avez plus accès. Rien d’autre n’a été modifié.
js-uncertain-title = { $name } : on ne sait pas si le contact a été supprimé
js-uncertain-text = La réponse s’est perdue en chemin. Actualisez la liste : si le contact est encore là, il n’a pas été supprimé.

js-network-title = Pas de connexion à l’application
js-network-text = Le serveur de l’application n’a pas répondu. Vérifiez votre connexion Internet. Si vous étiez en train de supprimer ou d’enregistrer quelque chose, vérifiez si cela a abouti avant de réessayer.
js-answer-title = L’application ne comprend pas la réponse reçue
js-answer-text = Un élément entre vous et le serveur de l’application, un proxy par exemple, fait peut-être obstacle. Attendez une minute. Si vous étiez en train de supprimer ou d’enregistrer quelque chose, vérifiez si cela a abouti avant de réessayer.

js-closing = Ce panneau se ferme.
js-close-yourself = Vous pouvez maintenant fermer ce panneau. Actualisez la page du portail pour voir la liste à jour.

js-install-finishing = Fin de l’installation dans votre portail…
js-install-done = Contact Eraser est installé.
js-install-done-hint = Si cette page ne change pas d’elle-même, ouvrez Contact Eraser dans le menu de gauche de votre portail.
js-install-blocked = Le script de votre portail n’a pas pu être chargé. Il manque encore la dernière étape.
js-install-blocked-hint = Autorisez les scripts de Bitrix24 dans votre bloqueur de publicité ou votre pare-feu, puis réessayez. Toutes les étapes précédentes sont enregistrées.
js-install-silent = Votre portail ne répond pas. Il manque encore la dernière étape.
js-install-silent-hint = Actualisez la page du portail et rouvrez l’application. Toutes les étapes précédentes sont enregistrées.
