//! The token endpoint, by GET and by form POST.
//! An unknown `client_id` answers with HTTP 200 (`b24restdocs settings/oauth/error-codes.md`); a refresh gives
//! a new pair and ends the old refresh token.

use std::sync::atomic::Ordering;

use actix_web::{HttpRequest, HttpResponse, web};

use super::grants::ACCESS_SECONDS;
use super::{Owner, call, param, read_params, with_faults};
use crate::lock;
use crate::php::{Php, PhpArray, php};
use crate::portal::{Portal, PortalState};
use crate::transport::{Answer, Asked, Sent, after_work};
use crate::world::{AppCard, World};

pub(super) async fn answer(asked: Asked<'_>, world: &std::sync::Arc<World>) -> Sent {
    let read = read_params(asked, false);
    let call = call(world, asked, "oauth/token", "client_secret", &read);
    with_faults(world, call, || exchange(world, &read.0)).await
}

/// A cloud portal answers the token endpoint itself; its log shows who sent the secret to a portal.
pub(super) async fn answer_at_portal(req: HttpRequest, body: web::Bytes, portal: Portal) -> HttpResponse {
    let asked = Asked::over_http(&req, &body);
    let read = read_params(asked, false);
    let entry = portal.core.journal.open(call(&portal.world, asked, "oauth/token", "client_secret", &read));
    let answer = exchange(&portal.world, &read.0);
    portal.core.journal.close(entry, answer.status, answer.code().as_deref());
    after_work(None, &answer).over_http(&req)
}

fn exchange(world: &std::sync::Arc<World>, params: &PhpArray) -> Answer {
    match try_exchange(world, params) {
        Ok(body) => Answer::ok(body),
        Err(answer) => answer,
    }
}

fn try_exchange(world: &std::sync::Arc<World>, params: &PhpArray) -> Result<Php, Answer> {
    let grant_type = required(params, "grant_type")?;
    let app = authenticate(world, params)?;
    let now = world.clock.now();
    let (secret, by_code) = match grant_type.as_str() {
        "authorization_code" => (required(params, "code")?, true),
        "refresh_token" => (required(params, "refresh_token")?, false),
        _ => return Err(invalid_request("Unsupported grant type")),
    };
    let former = lock(&world.grants).former_owner(&secret);
    if let Some(owner) = &former {
        check_portal(&Portal::new(std::sync::Arc::clone(world), owner.portal), owner)?;
    }
    let mut grants = lock(&world.grants);
    let owner =
        if by_code { grants.find_code(&secret, &app, now) } else { grants.find_refresh(&secret, &app, now) };
    let owner = owner.ok_or_else(invalid_grant)?;
    if by_code || world.settings.rotate_refresh {
        grants.kill(&secret);
    }
    let pair = grants.mint(&owner, now);
    drop(grants);
    if !by_code {
        world.refreshes.fetch_add(1, Ordering::SeqCst);
    }
    Ok(token_body(world, &owner, &pair, by_code && world.settings.sparse_exchange))
}

fn token_body(world: &std::sync::Arc<World>, owner: &Owner, pair: &super::Pair, sparse: bool) -> Php {
    let portal = Portal::new(std::sync::Arc::clone(world), owner.portal);
    let mut body = php! {
        "access_token" => pair.access_token.as_str(),
        "refresh_token" => pair.refresh_token.as_str(),
        "expires" => world.clock.unix() + ACCESS_SECONDS,
        "expires_in" => ACCESS_SECONDS,
        "scope" => portal.scope(),
        "domain" => world.oauth_address.to_string(),
        "server_endpoint" => format!("{}/rest/", world.oauth_url()),
        "client_endpoint" => portal.rest_url(),
        "member_id" => portal.member_id(),
        "status" => "F",
        "user_id" => owner.user_id,
    };
    if sparse {
        for name in ["expires", "user_id"] {
            body.array_mut().remove(name);
        }
    }
    body
}

fn authenticate(world: &World, params: &PhpArray) -> Result<AppCard, Answer> {
    let client_id = required(params, "client_id")?;
    let app = world.find_app(&client_id).ok_or_else(|| Answer::error(200, "wrong_client", "Wrong client"))?;
    if required(params, "client_secret")? == app.client_secret {
        Ok(app)
    } else {
        Err(Answer::error(400, "invalid_client", "Invalid client"))
    }
}

fn check_portal(portal: &Portal, owner: &Owner) -> Result<(), Answer> {
    let data = lock(&portal.core.data);
    match data.state {
        PortalState::Deleted => return Err(Answer::new(404, Php::empty())),
        PortalState::PaymentRequired => {
            return Err(Answer::error(401, "PAYMENT_REQUIRED", "Subscription has been ended"));
        }
        PortalState::AppRemoved => return Err(not_installed()),
        PortalState::Active | PortalState::Overloaded | PortalState::PlanRestricted => {}
    }
    let own_app = owner.client_id == portal.world.app().client_id;
    if own_app && !data.app.present {
        return Err(not_installed());
    }
    if data.users.get(&owner.user_id).is_some_and(|user| user.active) { Ok(()) } else { Err(invalid_grant()) }
}

fn not_installed() -> Answer {
    Answer::error(401, "NOT_INSTALLED", "Application not installed")
}

fn invalid_grant() -> Answer {
    Answer::error(400, "invalid_grant", "Invalid grant")
}

fn invalid_request(why: &str) -> Answer {
    Answer::error(400, "invalid_request", why)
}

fn required(params: &PhpArray, name: &str) -> Result<String, Answer> {
    let value = param(params, name);
    if value.is_empty() { Err(invalid_request(&format!("Parameter {name} is missing"))) } else { Ok(value) }
}
