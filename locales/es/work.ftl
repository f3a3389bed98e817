# Texts of the jobs, of the history and of the messages that tell about jobs.
js-today = Hoy, { $time }
js-jobs-choose = Elegir contactos
js-jobs-badge = { $n ->
    [one] operación en curso o que requiere su atención
   *[other] operaciones en curso o que requieren su atención
}
js-job-deleted-all = { $n ->
    [one] { $count } contacto eliminado
   *[other] { $count } contactos eliminados
}
js-job-deleted-some = { $n ->
    [one] { $count } de { $number } contacto eliminado
   *[other] { $count } de { $number } contactos eliminados
}
js-job-restored-all = { $n ->
    [one] { $count } contacto restaurado
   *[other] { $count } contactos restaurados
}
js-job-restored-some = { $n ->
    [one] { $count } de { $number } contacto restaurado
   *[other] { $count } de { $number } contactos restaurados
}
js-job-restored = { $n ->
    [one] { $count } restaurado
   *[other] { $count } restaurados
}
js-job-restoring = En restauración
js-job-source = restaura la operación { $number }
js-job-paused-by-you = Pausada por usted. { $time }
js-job-paused-by = Pausada por { $name }. { $time }
js-job-retry = { $n ->
    [one] Reintentar { $count } fallido
   *[other] Reintentar { $count } fallidos
}
js-job-rest = { $n ->
    [one] Eliminar { $count } restante…
   *[other] Eliminar los { $count } restantes…
}
js-job-spared = { $n ->
    [one] Eliminar { $count } contacto conservado…
   *[other] Eliminar { $count } contactos conservados…
}
js-job-stop = Detener la eliminación
js-job-stop-restoring = Detener la restauración
js-job-discard = Descartar borrador
js-stop-title = ¿Detener la eliminación?
js-stop-title-restore = ¿Detener la restauración?
js-stop-title-draft = ¿Descartar este borrador?
js-stop-none = Todavía no se ha eliminado nada.
js-stop-none-restored = Todavía no se ha restaurado nada.
js-stop-deleted = { $n ->
    [one] { $count } contacto ya está eliminado y seguirá eliminado. Los demás se quedan en su CRM.
   *[other] { $count } contactos ya están eliminados y seguirán eliminados. Los demás se quedan en su CRM.
}
js-stop-restored = { $n ->
    [one] { $count } contacto ya está restaurado y se queda en su CRM.
   *[other] { $count } contactos ya están restaurados y se quedan en su CRM.
}
js-job-verifying-restore = Comprobando que los contactos han vuelto…
js-history-draft = Borrador
js-history-of-contact = Contacto { $number }
js-act-draft-closed = Borrador cerrado, nada eliminado
js-act-finish-job-restore = Restauración finalizada
js-act-cancel-job-restore = Restauración detenida
js-action-connect = Conexión en una pestaña del navegador
js-action-move-portal = Dirección del portal cambiada
js-audit-connected = conectado
js-audit-moved = nueva dirección guardada
js-audit-internal = error de la aplicación
job-item-contact = Contacto
job-more = Más acciones
history-job = Número de operación
history-what = Qué
overview-title = Últimas semanas
overview-chart = Contactos eliminados, restaurados y conservados por semana
overview-deleted = Eliminados
overview-restored = Restaurados
overview-kept = Conservados
overview-failed = Fallidos
overview-numbers = Mostrar las cifras
overview-by-week = Por semana (la semana empieza el lunes, UTC)
overview-by-person = Por persona
overview-week = Semana del
record-names = Incluir los nombres de quienes eliminaron y registraron
record-app = Creado con
notice-done = Contact Eraser: la operación { $number } ha terminado. Eliminados: { $count } de { $to }
notice-restore-done = Contact Eraser: la operación { $number } ha terminado. Restaurados: { $count } de { $to }
notice-ended = Contact Eraser: la operación { $number } terminó antes de tiempo. Eliminados: { $count } de { $to }
notice-restore-ended = Contact Eraser: la operación { $number } terminó antes de tiempo. Restaurados: { $count } de { $to }
notice-paused = Contact Eraser: la operación { $number } requiere su atención. Eliminados hasta ahora: { $count } de { $to }
notice-restore-paused = Contact Eraser: la operación { $number } requiere su atención. Restaurados hasta ahora: { $count } de { $to }
notice-review = Contact Eraser: una vista programada ha preparado un borrador para usted. Contactos: { $to }. No se elimina nada hasta que lo revise y confirme.
job-print = Vista de impresión (HTML)
report-title = Informe: eliminación, operación { $number }
report-title-restore = Informe: restauración, operación { $number }
js-item-open-deal = Abrir la negociación
notice-open = Abrir la operación
