# Texts of the single deletion, of the dialogs about what is certain and what is not, and of the third widget.
js-one-copy = { $n ->
    [one] Contact Eraser guarda una copia cifrada durante { $count } día para que pueda restaurarlo.
   *[other] Contact Eraser guarda una copia cifrada durante { $count } días para que pueda restaurarlo.
}
widget-app-title = Eliminar varios contactos
settings-widget-toolbar = Encima de la lista de contactos
install-step-widget-toolbar = Botón encima de la lista de contactos
no-copy = No guardar copia (supresión según el RGPD)
no-copy-note = No se guarda copia. Si la papelera de reciclaje no está activada, esto no se puede deshacer.
one-protected = Los ajustes de la aplicación conservan los contactos con negociaciones abiertas. Cierre primero la negociación o consulte a un administrador.
restore-lost-dates = Fecha de creación y Creado por: pasan a ser hoy y usted
placement-question = ¿Eliminar este contacto?
placement-close = Cerrar el panel
js-one-open = { $n ->
    [one] { $count } negociación abierta. Todavía se trabaja en ella.
   *[other] { $count } negociaciones abiertas. Todavía se trabaja en ellas.
}
js-one-open-unknown = No tiene acceso a las negociaciones de este contacto. Puede que alguna esté abierta.
js-delete-anyway = Eliminar de todos modos
js-delete-for-good = Eliminar definitivamente
js-undo = Deshacer
js-undone-title = { $name }: contacto restaurado
js-undone-text = Tiene un ID nuevo, su fecha de creación es ahora la de hoy y figura como creado por usted. Los vínculos con negociaciones, las actividades y los archivos no volvieron.
js-undone-open = Abrir el contacto
js-undo-slow-title = { $name }: restaurando el contacto
js-undo-slow-text = Tarda más de lo habitual. Verá el resultado en «Operaciones».
js-undo-failed-title = { $name }: no se pudo restaurar el contacto
js-undo-failed-text = La copia cifrada sigue guardada. Inténtelo de nuevo en «Operaciones».
js-deleted-kept-open = Puede restaurarlo mientras se conserve su copia.
js-deleted-kept = { $n ->
    [one] Puede restaurarlo durante { $count } día.
   *[other] Puede restaurarlo durante { $count } días.
}
js-bulk-title-most = { $n ->
    [one] ¿Eliminar hasta { $count } contacto?
   *[other] ¿Eliminar hasta { $count } contactos?
}
js-bulk-delete = { $n ->
    [one] Eliminar { $count } contacto
   *[other] Eliminar { $count } contactos
}
js-bulk-for-good = { $n ->
    [one] Eliminar { $count } contacto definitivamente
   *[other] Eliminar { $count } contactos definitivamente
}
js-kept-open = se conserva: negociación abierta
js-kept-unknown = se conserva: sin acceso a las negociaciones
js-cancel-yourself = No se ha cambiado nada. Puede cerrar este panel.
