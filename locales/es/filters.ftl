# Texts of the conditions of the list and of views. A text with forms goes by $n, which is never printed.
filter-label = Condiciones
filter-no-phone = Sin teléfono
filter-no-email = Sin correo
filter-no-open-deals = Sin negociaciones abiertas
filter-no-deals = Sin negociaciones
filter-no-company = Sin compañía
filter-clear = Quitar las condiciones
filter-save = Guardar como vista…
filter-more = Filtro
filter-presets = Predefinidos
preset-today = Creados hoy
preset-older-1 = Creados hace más de 1 año
preset-older-2 = Creados hace más de 2 años
preset-older-3 = Creados hace más de 3 años
preset-idle = Sin actividad en 12 meses
preset-unreachable = Sin teléfono ni correo
preset-no-open-deals = Sin negociaciones abiertas
filter-responsible = Responsable
filter-author = Creado por
filter-person-hint = Escriba un nombre
filter-pick = Elegir en el portal…
filter-source = Origen
filter-source-any = Cualquier origen
filter-created = Creado
filter-any-time = Cualquier fecha
filter-today = Hoy
filter-week = Últimos 7 días
filter-month = Últimos 30 días
filter-older-1 = Hace más de 1 año
filter-older-2 = Hace más de 2 años
filter-older-3 = Hace más de 3 años
filter-older-days = Hace más de … días
filter-dates = Elegir fechas…
filter-days = Creados hace más de (días)
filter-from = Desde
filter-from-time = Hora de inicio
filter-to = Hasta
filter-to-time = Hora de fin
filter-idle = Última actividad
filter-idle-any = Cualquier fecha
filter-idle-3 = Ninguna en 3 meses
filter-idle-6 = Ninguna en 6 meses
filter-idle-12 = Ninguna en 12 meses
filter-idle-24 = Ninguna en 24 meses
filter-idle-date = Ninguna desde una fecha…
filter-idle-note = Se omiten los contactos cuya última actividad no se conoce.
filter-idle-since = Sin actividad desde
views-own = Mis vistas
views-shared = Vistas compartidas
views-save = Guardar el filtro actual como vista…
views-title = Vistas compartidas y programación
views-settings-note = Todos encuentran las vistas compartidas junto al campo de búsqueda, en «Contactos». Programe una vista para preparar una eliminación: no se elimina nada hasta que alguien revise el borrador en «Operaciones». Se prepara con los permisos de quien guardó la vista por última vez.
view-use = Mostrar contactos
view-change = Cambiar
view-delete = Eliminar
view-lead = Condiciones:
view-name = Nombre
view-replace = Sustituir sus condiciones por el filtro actual
view-share = Compartir con todos en el portal
view-every = Preparar un borrador
view-never = Nunca
view-daily = Todos los días
view-weekly = Todas las semanas
view-monthly = Todos los meses
view-weekday = Día de la semana
view-monthday = Día del mes
view-time = Hora
view-zone = Zona horaria
view-draft = Un borrador no elimina nada hasta que alguien lo revise en «Operaciones».
view-delete-lead = Los contactos se quedan. Solo se eliminan las condiciones guardadas.
view-delete-shared = Desaparece para todos en el portal.
view-delete-calendar = No se preparan más borradores. Los ya preparados siguen en «Operaciones».

# What the script prints about conditions.
js-chip-search = Búsqueda: { $name }
js-chip-responsible = Responsable: { $name }
js-chip-author = Creado por: { $name }
js-chip-source = Origen: { $name }
js-chip-from = Creado desde: { $time }
js-chip-to = Creado hasta: { $time }
js-chip-today = Creado hoy
js-chip-within-days = { $n ->
    [one] Creado en el último día
   *[other] Creado en los últimos { $count } días
}
js-chip-within-months = { $n ->
    [one] Creado en el último mes
   *[other] Creado en los últimos { $count } meses
}
js-chip-within-years = { $n ->
    [one] Creado en el último año
   *[other] Creado en los últimos { $count } años
}
js-chip-older-days = { $n ->
    [one] Creado hace más de { $count } día
   *[other] Creado hace más de { $count } días
}
js-chip-older-months = { $n ->
    [one] Creado hace más de { $count } mes
   *[other] Creado hace más de { $count } meses
}
js-chip-older-years = { $n ->
    [one] Creado hace más de { $count } año
   *[other] Creado hace más de { $count } años
}
js-chip-idle-days = { $n ->
    [one] Sin actividad en { $count } día
   *[other] Sin actividad en { $count } días
}
js-chip-idle-months = { $n ->
    [one] Sin actividad en { $count } mes
   *[other] Sin actividad en { $count } meses
}
js-chip-idle-years = { $n ->
    [one] Sin actividad en { $count } año
   *[other] Sin actividad en { $count } años
}
js-chip-idle-since = Sin actividad desde: { $time }
js-chip-remove = Quitar «{ $name }»
js-source-gone = { $name } (ya no está en el portal)
js-sources-failed = No se pudo leer la lista de orígenes: { $name }. Un origen ya elegido sigue funcionando.
js-person-gone = No se encuentra en el portal (ID { $number })
js-person-unnamed = Usuario { $number }
js-person-you = Usted
js-person-left = Ya no está activo
js-person-none = Nadie se llama así.
js-person-failed = No se pudo buscar a personas: { $name }

# What the script prints about views.
js-views = Vistas
js-views-loading = Cargando vistas…
js-views-none = Aún no hay vistas. Defina un filtro y guárdelo aquí.
js-view-title = Guardar como vista
js-view-change-title = Cambiar la vista
js-view-action = Guardar vista
js-view-saved = Vista «{ $name }» guardada
js-view-saved-text = La encontrará en «Vistas».
js-view-next = Próximo borrador: { $time }
js-view-moment = { $name }, { $time } ({ $to })
js-view-delete-title = ¿Eliminar la vista «{ $name }»?
js-view-delete-action = Eliminar vista
js-view-deleted = Vista «{ $name }» eliminada
js-view-change = Cambiar «{ $name }»
js-view-delete = Eliminar «{ $name }»
js-filters-none = Aún no hay vistas compartidas. Guarde un filtro en «Contactos» y compártalo.
js-filter-never = Sin programación
js-filter-open = Un borrador espera revisión. Próximo: { $time }
js-filter-paused = En pausa: { $name }
