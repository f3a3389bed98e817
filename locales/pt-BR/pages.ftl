# Texts that the templates print.
product-name = Contact Eraser
widget-title = Excluir contato
retry = Tentar novamente
reload = Recarregar a página
request-id = ID da solicitação:
notice-close = Fechar esta mensagem

app-acting-as = Conectado como
app-tabs = Partes do aplicativo
app-tab-contacts = Contatos
app-search = Nome, telefone ou e-mail
app-search-hint = A lista muda enquanto você digita.
app-paging = Páginas da lista
app-previous = Anterior
app-next = Próxima

contact-name = Nome
contact-phone = Telefone
contact-email = E-mail
contact-company = Empresa
contact-responsible = Responsável
contact-created = Criado em
contact-actions = Ações
contact-delete = Excluir

confirm-lead = Será removido do seu CRM com as suas permissões. Itens vinculados:
confirm-deals = Negócios
confirm-deals-note = Permanecem, mas perdem este cliente.
confirm-companies = Empresas
confirm-companies-note = Permanecem, mas perdem este contato.
confirm-activities = Atividades
confirm-activities-note = As que são só deste contato também são excluídas.
confirm-bin = Se a lixeira estiver ativada no seu portal, você o encontrará lá por 30 dias.
confirm-delete = Excluir
confirm-cancel = Cancelar

placement-delete = Excluir contato

install-title = Instalação
install-working = Estamos configurando o aplicativo no seu portal. Isso leva só um momento.
install-failed-lead = A instalação não foi concluída.
install-verify = Verificar o portal e as suas permissões
install-store = Salvar a conexão criptografada
install-connect = Conectar eventos e botões
install-finish = Concluir no seu portal
install-skipped = Tudo funciona, exceto estas partes, que seu portal não oferece:
install-failed-parts = Não foi possível conectar estas partes:

outside-title = Abra o Contact Eraser no Bitrix24
outside-text = Este endereço pertence a um aplicativo que funciona dentro do seu portal Bitrix24. Em uma aba do navegador, ele não tem como saber quem você é e, por isso, não mostra nada aqui.
outside-step-portal = Entre no seu portal Bitrix24.
outside-step-menu = Abra “Contact Eraser” no menu esquerdo, em “Aplicativos”, ou clique em “Excluir contato” na ficha de um contato.
outside-step-missing = Se você não encontrar o aplicativo lá, peça a um administrador do seu portal que o instale pelo Market.
