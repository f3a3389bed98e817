# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Sin nombre
js-unknown = se desconoce
js-request-id = ID de la solicitud:
js-retry = Intentar de nuevo
js-delete-name = Eliminar { $name }

js-range = { $from }–{ $to } de { $count }
js-range-open = { $from }–{ $to }
js-empty-title = No hay contactos
js-empty-text = En su portal no hay contactos a los que usted tenga acceso.
js-nothing-title = Sin resultados
js-nothing-text = Ninguno de los contactos a los que tiene acceso coincide con «{ $name }».
js-nothing-clear = Borrar la búsqueda

js-deleting = Eliminando…
js-slow = Su portal está tardando más de lo habitual. Espere su respuesta.
js-deleted-title = { $name }: contacto eliminado
js-deleted-text = Si la papelera de reciclaje está activada en su portal, encontrará allí el contacto.
js-gone-title = { $name }: el contacto ya no está
js-gone-text = Ya se había eliminado o usted ya no tiene acceso. No se ha cambiado nada más.
js-uncertain-title = { $name }: no sabemos si se eliminó
js-uncertain-text = La respuesta se perdió por el camino. Vuelva a cargar la lista: si el contacto sigue ahí, no se eliminó.

js-network-title = Sin conexión con la aplicación
js-network-text = El servidor de la aplicación no ha respondido. Compruebe su conexión a internet. Si estaba eliminando o guardando algo, compruebe si se ha hecho antes de intentarlo de nuevo.
js-answer-title = La aplicación no entiende la respuesta recibida
js-answer-text = Puede que algo interfiera entre usted y el servidor de la aplicación, por ejemplo un proxy. Espere un minuto. Si estaba eliminando o guardando algo, compruebe si se ha hecho antes de intentarlo de nuevo.

js-closing = Este panel se está cerrando.
js-close-yourself = Ya puede cerrar este panel. Vuelva a cargar la página del portal para ver la lista actual.

js-install-finishing = Terminando en su portal…
js-install-done = Contact Eraser está instalado.
js-install-done-hint = Si esta página no cambia por sí sola, abra Contact Eraser desde el menú izquierdo de su portal.
js-install-blocked = No se ha podido cargar el script de su portal, así que aún falta el último paso.
js-install-blocked-hint = Permita los scripts de Bitrix24 en su bloqueador de anuncios o firewall e inténtelo de nuevo. Todos los pasos anteriores están guardados.
js-install-silent = Su portal no responde, así que aún falta el último paso.
js-install-silent-hint = Vuelva a cargar la página del portal y abra de nuevo la aplicación. Todos los pasos anteriores están guardados.
