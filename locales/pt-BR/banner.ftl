# Textos do aviso na página do aplicativo: o que não está conectado e o que significa um pagamento em aberto.
banner-missing-title = Algumas partes do aplicativo não estão conectadas ao seu portal
banner-missing-text = Mesmo assim, você pode excluir contatos. O aplicativo tentará novamente quando um administrador o abrir mais tarde. Se não adiantar, instale o aplicativo novamente e aceite todas as permissões.
banner-missing-events = Faltam os avisos do portal: se o aplicativo for removido, ele não saberá disso e manterá seus dados.
banner-missing-widget-card = Falta o botão na ficha do contato.
banner-missing-widget-list = Falta o item no menu da lista de contatos.
banner-missing-widget-toolbar = Falta o botão acima da lista de contatos.
banner-missing-names = Os responsáveis aparecem como números, porque o aplicativo não tem permissão para ler os nomes.
banner-unpaid-title = Há um pagamento pendente do portal ou do aplicativo
banner-unpaid-text = Até o pagamento, seu portal não deixa o aplicativo mostrar nem excluir contatos. Peça a um administrador que verifique o plano e a assinatura.
banner-unpaid-works = Você ainda pode abrir as operações anteriores, seus relatórios e as cópias guardadas.
banner-unpaid-kept = Nada se perde: assim que o pagamento for feito, o aplicativo continua de onde parou.
banner-barred-title = Você pode ver os contatos aqui, mas não excluí-los
banner-barred-text = Um administrador definiu quem pode excluir contatos com este aplicativo, e você não está entre essas pessoas. Você pode pesquisar, ver contatos e consultar suas operações anteriores. Para excluir, fale com um administrador do seu portal.
