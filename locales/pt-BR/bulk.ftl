# Texts of the list's conditions, of choosing many, of the dialogs about many, and of the jobs.
# A text with forms goes by $n, which is never printed: the number stands in it as $count.
app-tab-jobs = Operações
select-page = Selecionar toda a página
contact-choose = Seleção
bar-label = Contatos selecionados
bar-clear = Desmarcar
bar-delete = Excluir…
filter-reset = Redefinir
ids-open = Lista de IDs
ids-lead = Cole os IDs dos contatos ou escolha um arquivo: texto, CSV, Excel (.xlsx, .xls), OpenDocument ou a exportação do seu portal. Em uma tabela, os IDs ficam em uma coluna chamada ID. Por enquanto, nada é excluído.
ids-label = IDs dos contatos
ids-file = Escolher um arquivo…
ids-change = Usar outra coluna
ids-columns = Coluna com os IDs dos contatos
ids-faults-file = Baixar estas linhas
bulk-lead = Serão removidos do seu CRM com as suas permissões. De todos os contatos encontrados:
bulk-open-deals = Com negócios abertos
bulk-open-deals-note = Esses negócios ainda estão em andamento.
bulk-deals = Com negócios
bulk-companies = Com empresa
bulk-activities = Com atividades
bulk-deals-note = Os negócios permanecem, mas perdem estes clientes.
bulk-companies-note = As empresas permanecem, mas perdem estes contatos.
bulk-activities-note = As atividades que são só destes contatos também são excluídas.
bulk-inexact = Esses números podem estar incompletos.
bulk-include = Excluir também os contatos com negócios abertos
bulk-bin = Se a lixeira estiver ativada no seu portal, você os encontrará lá por 30 dias.
restore-lead = Os contatos são criados novamente no seu CRM a partir das cópias criptografadas, com as suas permissões.
restore-comes = O que volta
restore-comes-fields = Os campos dos contatos
restore-comes-phones = Telefones e e-mails
restore-comes-links = Vínculos com empresas
restore-lost = O que muda ou não volta
restore-lost-ids = ID: cada contato recebe um novo
restore-lost-deals = Vínculos com negócios
restore-lost-activities = Atividades, comentários e histórico
restore-lost-files = Arquivos e imagens
restore-bin = Se a lixeira estiver ativada, restaure por lá: ela também traz de volta atividades e histórico.
job-pause = Pausar
job-resume = Retomar
job-report = Baixar relatório (CSV)
job-report-xlsx = Baixar relatório (XLSX)
job-snapshot = Baixar os contatos excluídos (CSV)
job-restore = Restaurar…
job-items-filter = Mostrar
job-items-all = Todos os contatos
job-items-more = Mostrar mais
job-item-id = ID do contato
job-item-outcome = Resultado
job-item-why = Motivo
job-item-says = O portal diz:

# What the script prints about the list and the choosing.
js-confirm-title = Excluir este contato?
js-confirm-delete = Excluir
js-select-name = Selecionar { $name }
js-select-all = Selecionar todos ({ $count })
js-select-all-open = Selecionar todos os correspondentes
js-selected = { $n ->
    [one] { $count } contato selecionado
   *[other] { $count } contatos selecionados
}
js-selected-all = { $n ->
    [one] O único contato correspondente está selecionado
   *[other] Todos os { $count } contatos correspondentes estão selecionados
}
js-selected-part = { $n ->
    [one] { $count } de { $number } contatos selecionado
   *[other] { $count } de { $number } contatos selecionados
}
js-selected-all-but = Todos os contatos correspondentes estão selecionados, menos { $count }
js-selected-all-open = Todos os contatos correspondentes estão selecionados
js-nothing-filter = Nenhum dos contatos a que você tem acesso corresponde a estes filtros.
js-nothing-clear-all = Limpar busca e filtro

# What the script prints in the dialogs about many.
js-bulk-title = { $n ->
    [one] Excluir { $count } contato?
   *[other] Excluir { $count } contatos?
}
js-bulk-title-none = Nada para excluir
js-bulk-title-open = Excluir todos os contatos correspondentes?
js-bulk-looking = Verificando negócios, empresas e atividades vinculados…
js-bulk-counting = Contados até agora: { $count } de { $number }. Há pelo menos essa quantidade.
js-bulk-collecting = { $n ->
    [one] Reunindo: { $count } contato até agora…
   *[other] Reunindo: { $count } contatos até agora…
}
js-bulk-failed = Não foi possível reunir os contatos
js-bulk-kept = { $n ->
    [one] { $count } contato com negócios abertos será mantido.
   *[other] { $count } contatos com negócios abertos serão mantidos.
}
js-bulk-other-total = Na lista: { $number }. Encontrados agora: { $count }. A pergunta é sobre os encontrados agora.
js-bulk-missing = { $n ->
    [one] { $count } ID não foi encontrado ou você não tem acesso a ele. Será ignorado.
   *[other] { $count } IDs não foram encontrados ou você não tem acesso a eles. Serão ignorados.
}
js-bulk-unknown = { $n ->
    [one] Você não tem acesso aos negócios de { $count } contato.
   *[other] Você não tem acesso aos negócios de { $count } contatos.
}
js-bulk-snapshot = { $n ->
    [one] O Contact Eraser guarda uma cópia criptografada por { $count } dia para que você possa restaurá-los.
   *[other] O Contact Eraser guarda uma cópia criptografada por { $count } dias para que você possa restaurá-los.
}
js-bulk-type = Digite { $count } para confirmar
js-bulk-names = Prévia
js-bulk-first = { $n ->
    [one] Prévia: o primeiro de { $number } encontrados
   *[other] Prévia: os primeiros { $count } de { $number } encontrados
}
js-ids-title = Excluir por uma lista de IDs
js-ids-next = Continuar
js-ids-found = { $n ->
    [one] { $count } ID de contato reconhecido.
   *[other] { $count } IDs de contatos reconhecidos.
}
js-ids-repeated = { $n ->
    [one] { $count } repetição é ignorada.
   *[other] { $count } repetições são ignoradas.
}
js-ids-malformed = { $n ->
    [one] { $count } linha não contém ID de contato:
   *[other] { $count } linhas não contêm ID de contato:
}
js-ids-leave-out = { $n ->
    [one] Deixar esta linha de fora
   *[other] Deixar estas { $count } linhas de fora
}
js-ids-row = Linha { $number }:
js-ids-first = Estas são as primeiras { $count }.
js-ids-column = Coluna { $number }
js-ids-from-column = Eles vêm da coluna “{ $name }”.
js-ids-reading = Lendo a lista…
js-ids-which = Qual coluna contém os IDs dos contatos? Escolha-a.
js-ids-none = Nenhum ID foi aproveitado: a maioria das linhas não contém nenhum. Confira a lista.
js-ids-too-many = { $n ->
    [one] É possível excluir no máximo { $count } contato de uma vez. Divida a lista.
   *[other] É possível excluir no máximo { $count } contatos de uma vez. Divida a lista.
}
js-ids-file-large = Este arquivo é grande demais: são lidos no máximo 60 MB.
js-ids-unreadable = Não é possível ler o arquivo.
js-restore-title = { $n ->
    [one] Restaurar { $count } contato?
   *[other] Restaurar { $count } contatos?
}
js-restore = Restaurar

# What the script prints about the jobs.
js-jobs-empty-title = Nenhuma operação ainda
js-jobs-empty-text = As exclusões e restaurações em massa aparecem aqui, com o andamento e o resultado de cada contato.
js-job-title = { $n ->
    [one] Excluir { $count } contato
   *[other] Excluir { $count } contatos
}
js-job-title-restore = { $n ->
    [one] Restaurar { $count } contato
   *[other] Restaurar { $count } contatos
}
js-job-title-open = Excluir todos os contatos correspondentes
js-job-number = Nº { $number }
js-job-progress = { $count } de { $number }
js-job-rate = { $number } por segundo
js-job-rate-slow = { $time } por contato
js-job-eta = tempo restante: cerca de { $time }
js-job-queued = Aguardando a sua vez
js-job-verifying = Verificando se os contatos não estão mais no portal…
js-job-resumes = Continua: { $time }
js-job-verified = { $n ->
    [one] Verificado: { $count } contato não está mais no seu portal.
   *[other] Verificado: { $count } contatos não estão mais no seu portal.
}
js-job-kept-until = Pode ser restaurado até { $time }
js-job-items = Ver contatos
js-job-items-hide = Ocultar contatos
js-job-items-loading = Carregando…
js-job-items-none = Nenhum contato com este resultado.
js-state-collecting = Reunindo contatos
js-state-draft = A revisar
js-state-queued = Na fila
js-state-running = Excluindo
js-state-restoring = Restaurando
js-state-paused = Pausada
js-state-waiting = Aguardando o portal
js-state-verifying = Verificando
js-state-done = Concluída
js-state-cancelled = Cancelada
js-state-failed = Falhou
js-outcome-deleted = excluídos
js-outcome-restored = restaurados
js-outcome-gone = já não existiam
js-outcome-protected = mantidos
js-outcome-denied = sem permissão
js-outcome-failed = com falha
js-outcome-cancelled = cancelados
js-outcome-pending = restantes
js-reason-operation-limit = O limite de tempo do portal para este método se esgotou.
js-reason-answer-lost = Uma resposta do portal se perdeu, e ele talvez ainda esteja processando a chamada. A operação continua assim que isso for descartado.
js-reason-portal-busy = O portal não está aceitando mais solicitações agora.
js-reason-portal-unavailable = Não foi possível acessar o portal. Tentando de novo.
js-reason-not-the-api = A resposta não veio da API do portal. Tentando de novo.
js-reason-answer-too-long = A resposta do portal é longa demais. Tentando de novo.
js-reason-portal-unauthorized = O portal encerrou a sua sessão. Abra o aplicativo de novo no portal e retome a operação.
js-reason-payment-required = A assinatura do portal terminou. Renove-a e retome a operação.
js-reason-plan-restricted = O plano do portal não permite que aplicativos trabalhem com contatos.
js-reason-scope-missing = Falta ao aplicativo uma permissão no portal. Peça a um administrador que o instale novamente.
js-reason-app-access-denied = Você não tem acesso a este aplicativo. Fale com um administrador.
js-reason-access-denied = Você não tem acesso aos contatos. Fale com um administrador.
js-reason-not-permitted = As configurações do aplicativo não permitem que você exclua contatos. Fale com um administrador.
js-reason-day-limit = Você atingiu o seu limite de 24 horas. Retome a operação mais tarde ou fale com um administrador.
js-reason-portal-deleted = O portal não existe mais.
js-reason-many-denied = O portal recusou muitos contatos seguidos: você não tem permissão para excluí-los. Retome a operação só se isso tiver mudado.
js-reason-not-deleting = O portal confirma as exclusões, mas os contatos continuam lá. Nada mais é enviado.
js-reason-by-user = Em pausa.
js-reason-cancelling = Parando. Aguardando as solicitações já enviadas.
js-reason-too-many = Há mais contatos do que uma operação permite. Restrinja as condições.
js-reason-total-changed = O número de contatos correspondentes mudou. Confira a lista novamente.
js-reason-filter-ignored = O portal listou contatos que não atendem às suas condições, por isso nenhum foi excluído. A causa pode ser uma extensão ou uma versão antiga do portal. Fale com o administrador do portal.
js-reason-draft-expired = Ninguém confirmou a tempo. Nada foi excluído.
js-reason-draft-replaced = Substituído por rascunhos mais recentes. Nada foi excluído.
js-reason-left-alone = Ficou pausada por tempo demais e foi encerrada. Nada mais é enviado.
js-reason-portal-silent = Há 24 horas o portal não dá uma resposta válida. Retome a operação quando ele voltar a funcionar. O que já foi feito não é revertido.
js-reason-nothing-to-do = Nenhum contato corresponde.
js-reason-internal = Algo deu errado neste aplicativo. O suporte consegue localizar o erro pelo número da operação.
js-code-open-deals = Tem um negócio aberto.
js-code-deals-unknown = Não foi possível verificar se há negócios abertos.
js-code-no-snapshot = Não foi possível salvar a cópia, por isso o contato não foi excluído.
js-code-refused = O portal recusou.
js-code-still-there = O portal informou que o contato foi excluído, mas ele continua lá.
js-code-no-clear-answer = O portal não deu uma resposta clara.
js-code-not-deleted = Não foi excluído: continua lá com o ID antigo.
js-code-snapshot-gone = A cópia não existe mais.
js-code-create-denied = Você não tem permissão para criar contatos.
js-code-job-failed = A operação terminou antes do fim.
job-record = Registro de eliminação…
record-lead = Um registro para os seus arquivos: quem excluiu quais contatos e quando, se eles não estão mais no portal e o que resta. Os contatos aparecem só com o ID.
record-reference-label = Número do pedido
record-reference-note = A sua própria referência, por exemplo LGPD-2026/17. Sem dados pessoais.
record-format = Arquivo
record-format-html = Página para imprimir (HTML)
record-format-json = Dados (JSON)
record-destroy = Destruir as cópias agora. Você não poderá restaurar nada.
js-record-title = Registrar a eliminação
js-record-action = Salvar o registro
js-record-saved = O registro está salvo
js-record-saved-text = Você o encontra nos seus downloads.
js-job-request = pedido { $name }
js-reason-not-administrator = Quem a salvou por último não é mais administrador. Salve a visualização para assumi-la.
job-review = Revisar e confirmar…
js-job-prepared = Preparado por uma visualização agendada. Nada é excluído até você revisar e confirmar. Expira: { $time }
