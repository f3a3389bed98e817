# Texts of the list's conditions, of choosing many, of the dialogs about many, and of the jobs.
# A text with forms goes by $n, which is never printed: the number stands in it as $count.
app-tab-jobs = Operaciones
select-page = Seleccionar toda la página
contact-choose = Selección
bar-label = Contactos seleccionados
bar-clear = Deseleccionar
bar-delete = Eliminar…
filter-reset = Restablecer
ids-open = Lista de ID
ids-lead = Pegue los ID de los contactos o elija un archivo: texto, CSV, Excel (.xlsx, .xls), OpenDocument o la exportación de su portal. En una tabla, los ID están en una columna llamada ID. Todavía no se elimina nada.
ids-label = ID de los contactos
ids-file = Elegir un archivo…
ids-change = Usar otra columna
ids-columns = Columna con los ID de los contactos
ids-faults-file = Descargar estas filas
bulk-lead = Se eliminarán de su CRM con los permisos que usted tiene. De todos los contactos encontrados:
bulk-open-deals = Con negociaciones abiertas
bulk-open-deals-note = Se sigue trabajando en estas negociaciones.
bulk-deals = Con negociaciones
bulk-companies = Con una compañía
bulk-activities = Con actividades
bulk-deals-note = Las negociaciones se conservan, pero pierden a estos clientes.
bulk-companies-note = Las compañías se conservan, pero pierden estos contactos.
bulk-activities-note = También se eliminan las actividades que son solo de estos contactos.
bulk-inexact = Es posible que estas cifras estén incompletas.
bulk-include = Eliminar también los contactos con negociaciones abiertas
bulk-bin = Si la papelera de reciclaje está activada en su portal, los encontrará allí durante 30 días.
restore-lead = Los contactos se crean de nuevo en su CRM a partir de las copias cifradas, con los permisos que usted tiene.
restore-comes = Lo que vuelve
restore-comes-fields = Los campos de los contactos
restore-comes-phones = Teléfonos y correos
restore-comes-links = Vínculos con compañías
restore-lost = Lo que cambia o no vuelve
restore-lost-ids = ID: cada contacto recibe uno nuevo
restore-lost-deals = Vínculos con negociaciones
restore-lost-activities = Actividades, comentarios e historial
restore-lost-files = Archivos e imágenes
restore-bin = Si la papelera de reciclaje está activada, restaure desde allí: también recupera las actividades y el historial.
job-pause = Pausar
job-resume = Reanudar
job-report = Descargar informe (CSV)
job-report-xlsx = Descargar informe (XLSX)
job-snapshot = Descargar los contactos eliminados (CSV)
job-restore = Restaurar…
job-items-filter = Mostrar
job-items-all = Todos los contactos
job-items-more = Mostrar más
job-item-id = ID del contacto
job-item-outcome = Resultado
job-item-why = Motivo
job-item-says = El portal dice:

# What the script prints about the list and the choosing.
js-confirm-title = ¿Eliminar este contacto?
js-confirm-delete = Eliminar
js-select-name = Seleccionar a { $name }
js-select-all = Seleccionar los { $count }
js-select-all-open = Seleccionar todos los que coinciden
js-selected = { $n ->
    [one] { $count } contacto seleccionado
   *[other] { $count } contactos seleccionados
}
js-selected-all = { $n ->
    [one] El único contacto que coincide está seleccionado
   *[other] Los { $count } contactos que coinciden están seleccionados
}
js-selected-part = { $n ->
    [one] { $count } de { $number } contactos seleccionado
   *[other] { $count } de { $number } contactos seleccionados
}
js-selected-all-but = Todos los contactos que coinciden están seleccionados, salvo { $count }
js-selected-all-open = Todos los contactos que coinciden están seleccionados
js-nothing-filter = Ninguno de los contactos a los que tiene acceso cumple estos filtros.
js-nothing-clear-all = Borrar búsqueda y filtro

# What the script prints in the dialogs about many.
js-bulk-title = { $n ->
    [one] ¿Eliminar { $count } contacto?
   *[other] ¿Eliminar { $count } contactos?
}
js-bulk-title-none = No hay nada que eliminar
js-bulk-title-open = ¿Eliminar todos los contactos que coinciden?
js-bulk-looking = Comprobando negociaciones, compañías y actividades vinculadas…
js-bulk-counting = Contados hasta ahora: { $count } de { $number }. Hay al menos esa cantidad.
js-bulk-collecting = { $n ->
    [one] Recopilando: { $count } contacto hasta ahora…
   *[other] Recopilando: { $count } contactos hasta ahora…
}
js-bulk-failed = No se pudieron recopilar los contactos
js-bulk-kept = { $n ->
    [one] Se conservará { $count } contacto con negociaciones abiertas.
   *[other] Se conservarán { $count } contactos con negociaciones abiertas.
}
js-bulk-other-total = En la lista: { $number }. Encontrados ahora: { $count }. La pregunta se refiere a los encontrados ahora.
js-bulk-missing = { $n ->
    [one] No se encontró { $count } ID o usted no tiene acceso a él. Se omitirá.
   *[other] No se encontraron { $count } ID o usted no tiene acceso a ellos. Se omitirán.
}
js-bulk-unknown = { $n ->
    [one] No tiene acceso a las negociaciones de { $count } contacto.
   *[other] No tiene acceso a las negociaciones de { $count } contactos.
}
js-bulk-snapshot = { $n ->
    [one] Contact Eraser guarda una copia cifrada durante { $count } día para que pueda restaurarlos.
   *[other] Contact Eraser guarda una copia cifrada durante { $count } días para que pueda restaurarlos.
}
js-bulk-type = Escriba { $count } para confirmar
js-bulk-names = Vista previa
js-bulk-first = { $n ->
    [one] Vista previa: el primero de { $number } encontrados
   *[other] Vista previa: los primeros { $count } de { $number } encontrados
}
js-ids-title = Eliminar según una lista de ID
js-ids-next = Continuar
js-ids-found = { $n ->
    [one] { $count } ID de contacto reconocido.
   *[other] { $count } ID de contactos reconocidos.
}
js-ids-repeated = { $n ->
    [one] Se omite { $count } repetición.
   *[other] Se omiten { $count } repeticiones.
}
js-ids-malformed = { $n ->
    [one] { $count } fila no contiene ningún ID de contacto:
   *[other] { $count } filas no contienen ningún ID de contacto:
}
js-ids-leave-out = { $n ->
    [one] Omitir esta fila
   *[other] Omitir estas { $count } filas
}
js-ids-row = Fila { $number }:
js-ids-first = Estas son las primeras { $count }.
js-ids-column = Columna { $number }
js-ids-from-column = Proceden de la columna «{ $name }».
js-ids-reading = Leyendo la lista…
js-ids-which = ¿Qué columna contiene los ID de los contactos? Elíjala.
js-ids-none = No se ha tomado ningún ID: la mayoría de las filas no contienen ninguno. Revise la lista.
js-ids-too-many = { $n ->
    [one] Se puede eliminar como máximo { $count } contacto a la vez. Divida la lista.
   *[other] Se pueden eliminar como máximo { $count } contactos a la vez. Divida la lista.
}
js-ids-file-large = Este archivo es demasiado grande: se leen como máximo 60 MB.
js-ids-unreadable = No se puede leer el archivo.
js-restore-title = { $n ->
    [one] ¿Restaurar { $count } contacto?
   *[other] ¿Restaurar { $count } contactos?
}
js-restore = Restaurar

# What the script prints about the jobs.
js-jobs-empty-title = Todavía no hay operaciones
js-jobs-empty-text = Aquí aparecen las eliminaciones y restauraciones masivas, con su avance y el resultado de cada contacto.
js-job-title = { $n ->
    [one] Eliminar { $count } contacto
   *[other] Eliminar { $count } contactos
}
js-job-title-restore = { $n ->
    [one] Restaurar { $count } contacto
   *[other] Restaurar { $count } contactos
}
js-job-title-open = Eliminar todos los contactos coincidentes
js-job-number = N.º { $number }
js-job-progress = { $count } de { $number }
js-job-rate = { $number } por segundo
js-job-rate-slow = { $time } por contacto
js-job-eta = tiempo restante aprox.: { $time }
js-job-queued = Esperando su turno
js-job-verifying = Comprobando que los contactos ya no están…
js-job-resumes = Continúa: { $time }
js-job-verified = { $n ->
    [one] Comprobado: { $count } contacto ya no está en su portal.
   *[other] Comprobado: { $count } contactos ya no están en su portal.
}
js-job-kept-until = Se puede restaurar hasta el { $time }
js-job-items = Ver contactos
js-job-items-hide = Ocultar contactos
js-job-items-loading = Cargando…
js-job-items-none = Ningún contacto con este resultado.
js-state-collecting = Recopilando
js-state-draft = Por revisar
js-state-queued = En cola
js-state-running = Eliminando
js-state-restoring = Restaurando
js-state-paused = En pausa
js-state-waiting = Esperando al portal
js-state-verifying = Comprobando
js-state-done = Finalizada
js-state-cancelled = Cancelada
js-state-failed = Fallida
js-outcome-deleted = eliminados
js-outcome-restored = restaurados
js-outcome-gone = ya no estaban
js-outcome-protected = conservados
js-outcome-denied = sin permiso
js-outcome-failed = fallidos
js-outcome-cancelled = cancelados
js-outcome-pending = pendientes
js-reason-operation-limit = Se ha agotado el límite de tiempo del portal para este método.
js-reason-answer-lost = Se perdió una respuesta del portal y puede que aún esté trabajando en la llamada. La operación continúa en cuanto eso se descarte.
js-reason-portal-busy = El portal no acepta más solicitudes en este momento.
js-reason-portal-unavailable = No se puede acceder al portal. Reintentando.
js-reason-not-the-api = La respuesta no vino de la API del portal. Reintentando.
js-reason-answer-too-long = La respuesta del portal es demasiado larga. Reintentando.
js-reason-portal-unauthorized = El portal ha cerrado su sesión. Abra de nuevo la aplicación en el portal y reanude la operación.
js-reason-payment-required = La suscripción del portal ha terminado. Renuévela y reanude la operación.
js-reason-plan-restricted = El plan del portal no permite que las aplicaciones trabajen con contactos.
js-reason-scope-missing = A la aplicación le falta un permiso en el portal. Pida a un administrador que vuelva a instalarla.
js-reason-app-access-denied = No tiene acceso a esta aplicación. Consulte a un administrador.
js-reason-access-denied = No tiene acceso a los contactos. Consulte a un administrador.
js-reason-not-permitted = Los ajustes de la aplicación no le permiten eliminar contactos. Consulte a un administrador.
js-reason-day-limit = Ha alcanzado su límite de 24 horas. Reanude la operación más tarde o consulte a un administrador.
js-reason-portal-deleted = El portal ya no existe.
js-reason-many-denied = El portal ha rechazado muchos contactos seguidos: usted no tiene permiso para eliminarlos. Reanude la operación solo si eso ha cambiado.
js-reason-not-deleting = El portal confirma las eliminaciones, pero los contactos siguen ahí. No se envía nada más.
js-reason-by-user = En pausa.
js-reason-cancelling = Deteniendo. Esperando las solicitudes ya enviadas.
js-reason-too-many = Hay más contactos de los que admite una operación. Acote las condiciones.
js-reason-total-changed = El número de contactos coincidentes ha cambiado. Vuelva a revisar la lista.
js-reason-filter-ignored = El portal devolvió contactos que no cumplen sus condiciones, así que no se eliminó ninguno. La causa puede ser una extensión o una versión antigua del portal. Consulte al administrador del portal.
js-reason-draft-expired = Nadie lo confirmó a tiempo. No se eliminó nada.
js-reason-draft-replaced = Sustituido por borradores más recientes. No se eliminó nada.
js-reason-left-alone = Estuvo demasiado tiempo en pausa y se dio por terminada. No se envía nada más.
js-reason-portal-silent = El portal lleva 24 horas sin dar una respuesta válida. Reanude la operación cuando vuelva a funcionar. Lo ya realizado no se revierte.
js-reason-nothing-to-do = Ningún contacto coincide.
js-reason-internal = Algo ha fallado en esta aplicación. El equipo de soporte puede localizar el error por el número de la operación.
js-code-open-deals = Tiene una negociación abierta.
js-code-deals-unknown = No se pudo comprobar si hay negociaciones abiertas.
js-code-no-snapshot = No se pudo guardar la copia, así que el contacto no se eliminó.
js-code-refused = El portal lo rechazó.
js-code-still-there = El portal indicó que se había eliminado, pero sigue ahí.
js-code-no-clear-answer = El portal no dio una respuesta clara.
js-code-not-deleted = No se eliminó: sigue ahí con su ID anterior.
js-code-snapshot-gone = La copia ya no existe.
js-code-create-denied = No tiene permiso para crear contactos.
js-code-job-failed = La operación terminó antes de tiempo.
job-record = Acta de supresión…
record-lead = Un acta para su archivo: quién eliminó qué contactos y cuándo, si ya no están en el portal y qué queda. Los contactos figuran solo con su ID.
record-reference-label = Número de la solicitud
record-reference-note = Su propia referencia, p. ej. RGPD-2026/17. Sin datos personales.
record-format = Archivo
record-format-html = Página para imprimir (HTML)
record-format-json = Datos (JSON)
record-destroy = Destruir las copias ahora. No podrá restaurar nada.
js-record-title = Registrar la supresión
js-record-action = Guardar el acta
js-record-saved = El acta está guardada
js-record-saved-text = La encontrará en sus descargas.
js-job-request = solicitud { $name }
js-reason-not-administrator = Quien la guardó por última vez ya no es administrador. Guarde la vista para hacerse cargo de ella.
job-review = Revisar y confirmar…
js-job-prepared = Preparado por una vista programada. No se elimina nada hasta que lo revise y confirme. Caduca: { $time }
