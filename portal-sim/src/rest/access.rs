//! Authorizing a request: an application's access token or an inbound webhook.

use super::request::RestRequest;
use crate::methods::{Caller, RestError};
use crate::portal::Portal;
use crate::sync::lock;
use crate::world::{Owner, PortalState, TokenState, is_well_formed};

/// The caller of the request, or why the portal refuses it.
pub(super) fn authorize(portal: &Portal, request: &RestRequest) -> Result<Caller, RestError> {
    check_state(portal)?;
    if let Some((user_id, secret)) = &request.webhook {
        return by_webhook(portal, *user_id, secret);
    }
    if request.params.get("sessid").is_some() {
        return Err(RestError::new(401, "authorization_error", "Unable to authorize user"));
    }
    let token = request.token.as_deref().filter(|token| is_well_formed(token));
    let token = token.ok_or_else(|| RestError::new(401, "NO_AUTH_FOUND", "Wrong authorization data"))?;
    by_token(portal, token)
}

fn check_state(portal: &Portal) -> Result<(), RestError> {
    match portal.data().state {
        PortalState::Active | PortalState::AppRemoved => Ok(()),
        PortalState::Deleted => Err(RestError::new(403, "PORTAL_DELETED", "Portal was deleted")),
        PortalState::PaymentRequired => {
            Err(RestError::new(401, "PAYMENT_REQUIRED", "Subscription has been ended"))
        }
        PortalState::PlanRestricted => {
            Err(RestError::new(401, "ACCESS_DENIED", "REST is available only on commercial plans."))
        }
        PortalState::Overloaded => {
            Err(RestError::new(401, "OVERLOAD_LIMIT", "REST API is blocked due to overload."))
        }
    }
}

fn by_webhook(portal: &Portal, user_id: u64, secret: &str) -> Result<Caller, RestError> {
    let data = portal.data();
    let is_known = data.webhooks.get(&user_id).is_some_and(|known| known == secret);
    if !is_known || !data.user(user_id).active {
        return Err(RestError::new(401, "INVALID_CREDENTIALS", "Invalid request credentials"));
    }
    Ok(Caller { user_id, client_id: None, secret: secret.to_owned() })
}

fn by_token(portal: &Portal, token: &str) -> Result<Caller, RestError> {
    let found = lock(&portal.world.grants).check(token, portal.now());
    let owner = match found {
        TokenState::Valid { owner, .. } if owner.portal == portal.core.index => owner,
        TokenState::Expired => {
            return Err(RestError::new(401, "expired_token", "The access token provided has expired."));
        }
        _ => return Err(unknown_token(portal)),
    };
    check_owner(portal, &owner)?;
    Ok(Caller { user_id: owner.user_id, client_id: Some(owner.client_id), secret: token.to_owned() })
}

/// The error for a token that the authorization server does not know. The application may be removed.
fn unknown_token(portal: &Portal) -> RestError {
    let data = portal.data();
    if data.state == PortalState::AppRemoved || !data.app.present {
        return RestError::new(401, "APPLICATION_NOT_FOUND", "Application not found");
    }
    RestError::new(401, "invalid_token", "Unable to get application by token")
}

fn check_owner(portal: &Portal, owner: &Owner) -> Result<(), RestError> {
    let data = portal.data();
    let own_app = owner.client_id == portal.world.app().client_id;
    if data.state == PortalState::AppRemoved || own_app && !data.app.present {
        return Err(RestError::new(401, "APPLICATION_NOT_FOUND", "Application not found"));
    }
    if !data.user(owner.user_id).active {
        return Err(RestError::new(401, "authorization_error", "Unable to authorize user"));
    }
    if data.without_app_access.contains(&owner.user_id) {
        let text = "The user does not have access to the application.";
        return Err(RestError::new(401, "user_access_error", text));
    }
    Ok(())
}
