# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Sin nombre
js-unknown = se desconoce
js-request-id = ID de la solicitud:
js-retry = Intentar de nuevo
js-delete-name = Eliminar { $name }
js-open-name = Abrir { $name } en el portal

js-total = Total: { $count }
js-range = { $from }–{ $to } de { $count }
js-range-open = { $from }–{ $to }
js-empty-title = No hay contactos
js-empty-text = Su portal no tiene contactos que usted pueda ver.
js-nothing-title = No se ha encontrado nada
js-nothing-text = Ningún contacto que usted pueda ver coincide con «{ $name }».
js-nothing-clear = Borrar la búsqueda

js-deleting = Eliminando…
js-slow = Su portal está tardando. Espere, por favor: la respuesta viene de allí.
js-deleted-title = { $name }: contacto eliminado
js-deleted-text = Si la papelera está activada en su portal, encontrará allí el contacto.
js-gone-title = { $name }: el contacto ya no está
js-gone-text = El contacto ya se había eliminado, o usted ya no puede verlo. No se ha cambiado nada más.
js-uncertain-title = { $name }: no es seguro que se haya eliminado
js-uncertain-text = La respuesta se perdió por el camino. Vuelva a cargar la lista: si el contacto sigue ahí, no se eliminó.

js-network-title = Sin conexión con la aplicación
js-network-text = No se pudo llegar al servidor de la aplicación. No se ha cambiado nada. Compruebe su conexión a internet e inténtelo de nuevo.
js-answer-title = La aplicación no entiende la respuesta
js-answer-text = Algo se interpone entre usted y el servidor de la aplicación. Inténtelo de nuevo en un minuto.

js-closing = Este panel se cierra ahora.
js-close-yourself = Ya puede cerrar este panel. Vuelva a cargar la página del portal para ver la lista actual.

js-install-finishing = Completando en su portal…
js-install-done = Contact Eraser está instalado.
js-install-done-hint = Si esta página no cambia por sí sola, abra Contact Eraser desde el menú izquierdo de su portal.
js-install-blocked = No se pudo cargar el script del portal, por eso falta el último paso.
js-install-blocked-hint = Permita los scripts de Bitrix24 en su bloqueador de anuncios o cortafuegos e inténtelo de nuevo. Todo lo anterior está guardado.
js-install-silent = Su portal no responde, por eso falta el último paso.
js-install-silent-hint = Vuelva a cargar la página del portal y abra la aplicación otra vez. Todo lo anterior está guardado.
