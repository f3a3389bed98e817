# Texts of the list of contacts: its columns, its order, what is selected, the card of details, its keys.
contact-id = ID
contact-source = Origen
contact-deals = Negociaciones
contact-activities = Actividades
contact-activity = Última actividad
contact-changed = Modificado
list-display = Presentación
list-columns = Columnas
list-compact = Filas compactas
list-usual = Restablecer valores predeterminados
list-sort = Ordenar por
list-newest = más recientes primero
list-oldest = más antiguos primero
list-rising = ascendente
list-falling = descendente
list-size = Filas por página
list-show = Mostrar
list-chosen = Seleccionados que no se muestran
list-close = Cerrar
list-keys = Atajos de teclado
list-keys-search = Buscar
list-keys-move = Moverse entre filas
list-keys-select = Seleccionar o deseleccionar la fila
list-keys-range = Seleccionar todo el intervalo
list-keys-delete = Eliminar los contactos seleccionados
list-keys-details = Mostrar detalles
list-keys-help = Mostrar los atajos de teclado
list-key-delete = Supr
list-key-enter = Enter
list-key-shift = Mayús

# What the script prints about the list.
js-list-away = { $n ->
    [one] { $count } no se muestra
   *[other] { $count } no se muestran
}
js-list-replaced = { $n ->
    [one] Se sustituyó su selección anterior de { $count } contacto
   *[other] Se sustituyó su selección anterior de { $count } contactos
}
js-list-replaced-text = Ahora están seleccionados todos los contactos que coinciden. Los anteriores que no coinciden ya no están seleccionados.
js-list-replaced-undo = Recuperar mi selección
js-list-bound = Seleccionados con: { $name }
js-list-bound-everybody = Seleccionados de toda la lista
js-list-unknown = Ha seleccionado todos los contactos de otra lista. Muestre esa lista para cambiar la selección.
js-list-more = { $n ->
    [one] y { $count } más
   *[other] y { $count } más
}
js-list-unsorted = Su portal no puede ordenar por esta columna. Los contactos aparecen en el orden del portal.
js-list-cut = En este orden solo se pueden mostrar los primeros { $count }. Acote la búsqueda u ordene por ID para verlos todos.
js-list-peek-name = Detalles de { $name }
js-list-untold = Su portal no lo indica o usted no tiene acceso.
js-list-company-number = Compañía n.º { $number }
js-list-person-number = Empleado n.º { $number }
