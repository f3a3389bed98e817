# Textos do aviso na página do aplicativo: o que não está conectado e o que significa um pagamento em aberto.
banner-missing-title = Algumas partes do aplicativo não estão conectadas ao seu portal
banner-missing-text = Mesmo assim você pode excluir contatos. O aplicativo tentará de novo quando um administrador o abrir mais tarde. Se isso não mudar, instale o aplicativo novamente e aceite todas as permissões.
banner-missing-events = Mensagens do portal: se o aplicativo for removido, ele não fica sabendo e mantém seus dados.
banner-missing-widget-card = Falta o botão no cartão do contato.
banner-missing-widget-list = Falta o item no menu da lista de contatos.
banner-missing-names = Os responsáveis aparecem com o número, porque o aplicativo não pode ler os nomes.
banner-unpaid-title = Há um pagamento em aberto do portal ou do aplicativo
banner-unpaid-text = Até o pagamento, seu portal não mostra nem exclui contatos para o aplicativo. Peça a um administrador que verifique o plano e a assinatura.
banner-unpaid-works = Os processos anteriores, seus relatórios e as cópias guardadas ainda podem ser lidos.
banner-unpaid-kept = Nada se perde: depois do pagamento, o aplicativo continua de onde parou.
