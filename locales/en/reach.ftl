# What stands between the app and a portal, and who can clear it away.
page-error-private-address-title = This service does not call portals in private networks
page-error-private-address-detail = Your portal’s address leads into a private network, and the operator of this service has not allowed that. No contact was changed. Ask the operator to allow it, or give the portal a public address.
page-error-plain-http-title = Your portal is not reached over https
page-error-plain-http-detail = Your portal uses an address without encryption, and the operator of this service has not allowed that. No contact was changed. Set up https for the portal, or ask the operator to allow it.
page-error-unknown-name-title = Your portal’s name is not known to the app
page-error-unknown-name-detail = The app’s server finds no machine under your portal’s name. No contact was changed. Ask the portal’s administrator whether the name can be looked up from the internet.
page-error-no-connection-title = Your portal takes no connection from the app
page-error-no-connection-detail = A firewall may be in between, or the portal is switched off. No contact was changed. Ask the portal’s administrator to let the app’s server in, then try again.
page-error-untrusted-title = Your portal’s certificate is not trusted
page-error-untrusted-detail = It has expired, is made out to another name, or comes from an authority of your own. No contact was changed. The portal’s administrator can renew it, or the operator of this service can trust your authority.
page-error-no-such-method-title = Your portal does not know what the app needs
page-error-no-such-method-detail = A call that the app makes does not exist there: the REST module is switched off or very old. No contact was changed. Ask the portal’s administrator to update it.
install-failed-crm = Your portal has no CRM, or its CRM module is switched off, so there is nothing that the app could do. Nothing was changed. Switch the CRM on and try again.
