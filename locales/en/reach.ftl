# What stands between the app and a portal, and who can clear it away.
page-error-private-address-title = This service doesn’t connect to portals in private networks
page-error-private-address-detail = Your portal’s address leads to a private network, and the operator of this service hasn’t allowed that. No contact was changed. Ask the operator to allow it, or give the portal a public address.
page-error-plain-http-title = Your portal doesn’t use https
page-error-plain-http-detail = Your portal’s address isn’t encrypted, and the operator of this service hasn’t allowed that. No contact was changed. Set up https for the portal, or ask the operator to allow unencrypted addresses.
page-error-unknown-name-title = The app can’t find your portal’s address
page-error-unknown-name-detail = The app’s server can’t look up the name of your portal. No contact was changed. Ask your portal’s administrator whether the name can be looked up from the internet.
page-error-no-connection-title = The app can’t connect to your portal
page-error-no-connection-detail = A firewall may be blocking the connection, or the portal is switched off. No contact was changed. Ask your portal’s administrator to let the app’s server in, then try again.
page-error-untrusted-title = Your portal’s certificate isn’t trusted
page-error-untrusted-detail = The certificate has expired, was issued for another name, or comes from a private certificate authority. No contact was changed. Your portal’s administrator can renew it, or the operator of this service can trust that certificate authority.
page-error-no-such-method-title = Your portal doesn’t have a function that the app needs
page-error-no-such-method-detail = Its REST module is switched off or very old. No contact was changed. Ask your portal’s administrator to switch it on or update it.
install-failed-crm = Your portal has no CRM, or the CRM is switched off, so the app has nothing to work with. Nothing was changed. Switch the CRM on and try again.
