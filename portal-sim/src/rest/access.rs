//! Who calls: an application's token or an inbound webhook, and what stands in the way.

use super::error::RestError;
use super::request::Incoming;
use crate::journal::Via;
use crate::lock;
use crate::oauth::{Owner, TokenState, is_well_formed};
use crate::portal::{Portal, PortalState};

/// An accepted caller.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) user_id: u64,
    /// The application's id; none for a webhook.
    pub(crate) client_id: Option<String>,
    /// The access token or the webhook's secret.
    pub(crate) secret: String,
}

impl Access {
    pub(crate) fn via(&self) -> Via {
        if self.client_id.is_some() { Via::Token } else { Via::Webhook }
    }
}

pub(crate) fn authenticate(portal: &Portal, incoming: &Incoming) -> Result<Access, RestError> {
    check_state(portal)?;
    if let Some((user_id, secret)) = &incoming.webhook {
        return by_webhook(portal, *user_id, secret);
    }
    if incoming.params.get("sessid").is_some() {
        return Err(RestError::new(401, "authorization_error", "Unable to authorize user"));
    }
    let token = incoming.token.as_deref().filter(|token| is_well_formed(token));
    let token = token.ok_or_else(|| RestError::new(401, "NO_AUTH_FOUND", "Wrong authorization data"))?;
    by_token(portal, token)
}

fn check_state(portal: &Portal) -> Result<(), RestError> {
    match lock(&portal.core.data).state {
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

fn by_webhook(portal: &Portal, user_id: u64, secret: &str) -> Result<Access, RestError> {
    let data = lock(&portal.core.data);
    let known = data.webhooks.get(&user_id).is_some_and(|held| held == secret);
    if !known || !data.acting(user_id).active {
        return Err(RestError::new(401, "INVALID_CREDENTIALS", "Invalid request credentials"));
    }
    Ok(Access { user_id, client_id: None, secret: secret.to_owned() })
}

fn by_token(portal: &Portal, token: &str) -> Result<Access, RestError> {
    let found = lock(&portal.world.grants).check(token, portal.world.clock.now());
    let owner = match found {
        TokenState::Valid { owner, .. } if owner.portal == portal.core.index => owner,
        TokenState::Expired => {
            return Err(RestError::new(401, "expired_token", "The access token provided has expired."));
        }
        _ => return Err(lost_token(portal)),
    };
    check_owner(portal, &owner)?;
    Ok(Access { user_id: owner.user_id, client_id: Some(owner.client_id), secret: token.to_owned() })
}

/// A token that the authorization server does not know: the application may be gone altogether.
fn lost_token(portal: &Portal) -> RestError {
    let data = lock(&portal.core.data);
    if data.state == PortalState::AppRemoved || !data.app.present {
        return RestError::new(401, "APPLICATION_NOT_FOUND", "Application not found");
    }
    RestError::new(401, "invalid_token", "Unable to get application by token")
}

fn check_owner(portal: &Portal, owner: &Owner) -> Result<(), RestError> {
    let data = lock(&portal.core.data);
    let own_app = owner.client_id == portal.world.app().client_id;
    if data.state == PortalState::AppRemoved || own_app && !data.app.present {
        return Err(RestError::new(401, "APPLICATION_NOT_FOUND", "Application not found"));
    }
    if !data.acting(owner.user_id).active {
        return Err(RestError::new(401, "authorization_error", "Unable to authorize user"));
    }
    if data.without_app_access.contains(&owner.user_id) {
        let text = "The user does not have access to the application.";
        return Err(RestError::new(401, "user_access_error", text));
    }
    Ok(())
}
