# Texts of the conditions of the list and of views. A text with forms goes by $n, which is never printed.
filter-label = Condições
filter-no-phone = Sem telefone
filter-no-email = Sem e-mail
filter-no-open-deals = Sem negócios abertos
filter-no-deals = Sem negócios
filter-no-company = Sem empresa
filter-clear = Limpar condições
filter-save = Salvar como visualização…
filter-more = Filtro
filter-presets = Predefinidos
preset-today = Criados hoje
preset-older-1 = Criados há mais de 1 ano
preset-older-2 = Criados há mais de 2 anos
preset-older-3 = Criados há mais de 3 anos
preset-idle = Sem atividade há 12 meses
preset-unreachable = Sem telefone nem e-mail
preset-no-open-deals = Sem negócios abertos
filter-responsible = Responsável
filter-author = Criado por
filter-person-hint = Digite um nome
filter-pick = Escolher no portal…
filter-source = Origem
filter-source-any = Qualquer origem
filter-created = Criado
filter-any-time = Qualquer data
filter-today = Hoje
filter-week = Últimos 7 dias
filter-month = Últimos 30 dias
filter-older-1 = Há mais de 1 ano
filter-older-2 = Há mais de 2 anos
filter-older-3 = Há mais de 3 anos
filter-older-days = Há mais de … dias
filter-dates = Escolher datas…
filter-days = Criados há mais de (dias)
filter-from = De
filter-from-time = Hora inicial
filter-to = Até
filter-to-time = Hora final
filter-idle = Última atividade
filter-idle-any = Qualquer data
filter-idle-3 = Nenhuma nos últimos 3 meses
filter-idle-6 = Nenhuma nos últimos 6 meses
filter-idle-12 = Nenhuma nos últimos 12 meses
filter-idle-24 = Nenhuma nos últimos 24 meses
filter-idle-date = Nenhuma desde uma data…
filter-idle-note = Contatos cuja última atividade não é conhecida ficam de fora.
filter-idle-since = Sem atividade desde
views-own = Minhas visualizações
views-shared = Visualizações compartilhadas
views-save = Salvar o filtro atual como visualização…
views-title = Visualizações compartilhadas e agendamentos
views-settings-note = Todos encontram as visualizações compartilhadas ao lado do campo de busca, em “Contatos”. Agende uma visualização para preparar uma exclusão: nada é excluído até que alguém revise o rascunho em “Operações”. Ele é preparado com as permissões de quem salvou a visualização por último.
view-use = Mostrar contatos
view-change = Alterar
view-delete = Excluir
view-lead = Condições:
view-name = Nome
view-replace = Substituir as condições pelo filtro atual
view-share = Compartilhar com todos no portal
view-every = Preparar um rascunho
view-never = Nunca
view-daily = Todos os dias
view-weekly = Todas as semanas
view-monthly = Todos os meses
view-weekday = Dia da semana
view-monthday = Dia do mês
view-time = Hora
view-zone = Fuso horário
view-draft = Um rascunho não exclui nada até que alguém o revise em “Operações”.
view-delete-lead = Os contatos ficam. Só as condições salvas são excluídas.
view-delete-shared = Ela desaparece para todos no portal.
view-delete-calendar = Nenhum outro rascunho é preparado. Os já preparados ficam em “Operações”.

# What the script prints about conditions.
js-chip-search = Busca: { $name }
js-chip-responsible = Responsável: { $name }
js-chip-author = Criado por: { $name }
js-chip-source = Origem: { $name }
js-chip-from = Criado a partir de: { $time }
js-chip-to = Criado até: { $time }
js-chip-today = Criado hoje
js-chip-within-days = { $n ->
    [one] Criado no último dia
   *[other] Criado nos últimos { $count } dias
}
js-chip-within-months = { $n ->
    [one] Criado no último mês
   *[other] Criado nos últimos { $count } meses
}
js-chip-within-years = { $n ->
    [one] Criado no último ano
   *[other] Criado nos últimos { $count } anos
}
js-chip-older-days = { $n ->
    [one] Criado há mais de { $count } dia
   *[other] Criado há mais de { $count } dias
}
js-chip-older-months = { $n ->
    [one] Criado há mais de { $count } mês
   *[other] Criado há mais de { $count } meses
}
js-chip-older-years = { $n ->
    [one] Criado há mais de { $count } ano
   *[other] Criado há mais de { $count } anos
}
js-chip-idle-days = { $n ->
    [one] Sem atividade há { $count } dia
   *[other] Sem atividade há { $count } dias
}
js-chip-idle-months = { $n ->
    [one] Sem atividade há { $count } mês
   *[other] Sem atividade há { $count } meses
}
js-chip-idle-years = { $n ->
    [one] Sem atividade há { $count } ano
   *[other] Sem atividade há { $count } anos
}
js-chip-idle-since = Sem atividade desde: { $time }
js-chip-remove = Remover “{ $name }”
js-source-gone = { $name } (não está mais no portal)
js-sources-failed = Não foi possível ler a lista de origens: { $name }. Uma origem já escolhida continua valendo.
js-person-gone = Não encontrado no portal (ID { $number })
js-person-unnamed = Usuário { $number }
js-person-you = Você
js-person-left = Não está mais ativo
js-person-none = Ninguém tem esse nome.
js-person-failed = Não foi possível buscar pessoas: { $name }

# What the script prints about views.
js-views = Visualizações
js-views-loading = Carregando visualizações…
js-views-none = Ainda não há visualizações. Defina um filtro e salve-o aqui.
js-view-title = Salvar como visualização
js-view-change-title = Alterar a visualização
js-view-action = Salvar visualização
js-view-saved = Visualização “{ $name }” salva
js-view-saved-text = Você a encontra em “Visualizações”.
js-view-next = Próximo rascunho: { $time }
js-view-moment = { $name }, { $time } ({ $to })
js-view-delete-title = Excluir a visualização “{ $name }”?
js-view-delete-action = Excluir visualização
js-view-deleted = Visualização “{ $name }” excluída
js-view-change = Alterar “{ $name }”
js-view-delete = Excluir “{ $name }”
js-filters-none = Ainda não há visualizações compartilhadas. Salve um filtro em “Contatos” e compartilhe-o.
js-filter-never = Sem agendamento
js-filter-open = Um rascunho aguarda revisão. Próximo: { $time }
js-filter-paused = Pausado: { $name }
