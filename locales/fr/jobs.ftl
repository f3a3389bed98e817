# Jobs: why they are refused, and what became of a contact.
problem-too-many-contacts-title = Plus de contacts que les réglages n’en permettent à la fois
problem-too-many-contacts-detail = Les réglages de l’application limitent le nombre de contacts qu’une tâche peut supprimer. Rien n’a été supprimé. Choisissez-en moins ou adressez-vous à un administrateur de votre portail.
problem-day-limit-title = Plus que ce que vous pouvez supprimer en une journée
problem-day-limit-detail = Les réglages de l’application limitent le nombre de contacts qu’une personne peut supprimer en 24 heures. Rien n’a été supprimé. Ce que vos tâches inachevées peuvent encore supprimer compte aussi. Choisissez-en moins, patientez ou adressez-vous à un administrateur de votre portail.
problem-bad-set-title = Cette sélection ne peut pas être supprimée
problem-bad-set-detail = Elle ne contient aucun contact, en contient plus de 100 000 ou n’a aucune condition, ce qui voudrait dire tous. Rien n’a été supprimé. Choisissez des contacts ou définissez un filtre.
item-open-deals = Il a une transaction en cours.
item-deals-unknown = On n’a pas pu savoir s’il a des transactions en cours.
item-no-snapshot = Ses données n’ont pas pu être gardées, il n’a donc pas été supprimé.
item-refused = Le portail l’a refusé.
item-still-there = Le portail l’a dit supprimé, mais il est toujours là.
item-no-clear-answer = Le portail n’a pas donné de réponse claire.
item-snapshot-gone = Les données gardées n’existent plus.
item-create-denied = Le portail ne vous permet pas de créer des contacts.
item-job-failed = La tâche s’est terminée avant l’heure.
