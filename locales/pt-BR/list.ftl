# Texts of the list of contacts: its columns, its order, what is selected, the card of details, its keys.
contact-id = ID
contact-source = Origem
contact-deals = Negócios
contact-activities = Atividades
contact-activity = Última atividade
contact-changed = Alterado em
list-display = Exibição
list-columns = Colunas
list-compact = Linhas compactas
list-usual = Restaurar padrão
list-sort = Ordenar por
list-newest = mais recentes primeiro
list-oldest = mais antigos primeiro
list-rising = crescente
list-falling = decrescente
list-size = Linhas por página
list-show = Mostrar
list-chosen = Selecionados que não estão visíveis
list-close = Fechar
list-keys = Atalhos de teclado
list-keys-search = Buscar
list-keys-move = Mover-se entre as linhas
list-keys-select = Marcar ou desmarcar a linha
list-keys-range = Selecionar o intervalo
list-keys-delete = Excluir os contatos selecionados
list-keys-details = Mostrar detalhes
list-keys-help = Mostrar os atalhos de teclado
list-key-delete = Delete
list-key-enter = Enter
list-key-shift = Shift

# What the script prints about the list.
js-list-away = { $n ->
    [one] { $count } não visível
   *[other] { $count } não visíveis
}
js-list-replaced = { $n ->
    [one] Sua seleção anterior de { $count } contato foi substituída
   *[other] Sua seleção anterior de { $count } contatos foi substituída
}
js-list-replaced-text = Agora todos os contatos correspondentes estão selecionados. Os anteriores que não correspondem não estão mais selecionados.
js-list-replaced-undo = Recuperar minha seleção
js-list-bound = Selecionados com: { $name }
js-list-bound-everybody = Selecionados da lista inteira
js-list-unknown = Você selecionou todos os contatos de outra lista. Mostre essa lista para alterar a seleção.
js-list-more = { $n ->
    [one] e mais { $count }
   *[other] e mais { $count }
}
js-list-unsorted = Seu portal não consegue ordenar por esta coluna. Os contatos estão na ordem do portal.
js-list-cut = Nesta ordem só é possível mostrar os primeiros { $count }. Refine a busca ou ordene por ID para ver todos.
js-list-peek-name = Detalhes de { $name }
js-list-untold = Seu portal não informa, ou você não tem acesso.
js-list-company-number = Empresa nº { $number }
js-list-person-number = Funcionário nº { $number }
