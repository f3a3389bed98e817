//! The token endpoint, by GET and by form POST.
//! An unknown `client_id` answers with HTTP 200. A refresh issues a new pair and makes the old refresh token unusable.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use actix_web::{HttpRequest, HttpResponse, web};

use super::refusal::{invalid_client, invalid_grant, invalid_request, not_installed, payment_required};
use super::request::Params;
use super::with_faults::with_faults;
use crate::php::{Php, php};
use crate::portal::Portal;
use crate::sync::lock;
use crate::wire::{Answer, Request, Response, after_work};
use crate::world::{ACCESS_SECONDS, Owner, PortalState, RegisteredApp, TokenPair, World};

pub(super) async fn answer(request: Request<'_>, world: &Arc<World>) -> Response {
    let params = Params::read(request, false);
    let arrival = params.arrival(world.clock.now(), request, "oauth/token", "client_secret");
    with_faults(world, arrival, || exchange(world, &params)).await
}

/// The token endpoint of a cloud portal. Its calls are in the portal's log, which shows a client secret that was sent to
/// a portal.
pub(super) async fn answer_at_portal(req: HttpRequest, body: web::Bytes, portal: Portal) -> HttpResponse {
    let request = Request::over_http(&req, &body);
    let params = Params::read(request, false);
    let arrival = params.arrival(portal.now(), request, "oauth/token", "client_secret");
    let entry = portal.core.journal.open(arrival);
    let answer = exchange(&portal.world, &params);
    portal.core.journal.close(entry, answer.status, answer.code().as_deref());
    after_work(None, &answer).over_http(&req)
}

fn exchange(world: &Arc<World>, params: &Params) -> Answer {
    match try_exchange(world, params) {
        Ok(body) => Answer::ok(body),
        Err(answer) => answer,
    }
}

fn try_exchange(world: &Arc<World>, params: &Params) -> Result<Php, Answer> {
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
        check_portal(&Portal::new(Arc::clone(world), owner.portal), owner)?;
    }
    let mut grants = lock(&world.grants);
    let owner = if by_code {
        grants.find_code(&secret, &app.client_id, now)
    } else {
        grants.find_refresh(&secret, &app.client_id, now)
    };
    let owner = owner.ok_or_else(invalid_grant)?;
    if by_code || world.settings.rotate_refresh {
        grants.use_up(&secret);
    }
    let pair = grants.mint(&owner, now);
    drop(grants);
    if !by_code {
        world.refreshes.fetch_add(1, Ordering::SeqCst);
    }
    Ok(token_body(world, &owner, &pair, by_code && world.settings.sparse_exchange))
}

fn token_body(world: &Arc<World>, owner: &Owner, pair: &TokenPair, sparse: bool) -> Php {
    let portal = Portal::new(Arc::clone(world), owner.portal);
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

/// The application with these keys.
fn authenticate(world: &World, params: &Params) -> Result<RegisteredApp, Answer> {
    let client_id = required(params, "client_id")?;
    let app = world.find_app(&client_id).ok_or_else(|| Answer::error(200, "wrong_client", "Wrong client"))?;
    if required(params, "client_secret")? == app.client_secret { Ok(app) } else { Err(invalid_client()) }
}

/// Fails if the portal, its application or the user can have no tokens.
fn check_portal(portal: &Portal, owner: &Owner) -> Result<(), Answer> {
    let data = portal.data();
    match data.state {
        PortalState::Deleted => return Err(Answer::new(404, Php::empty())),
        PortalState::PaymentRequired => return Err(payment_required()),
        PortalState::AppRemoved => return Err(not_installed()),
        PortalState::Active | PortalState::Overloaded | PortalState::PlanRestricted => {}
    }
    let own_app = owner.client_id == portal.world.app().client_id;
    if own_app && !data.app.present {
        return Err(not_installed());
    }
    if data.users.get(&owner.user_id).is_some_and(|user| user.active) { Ok(()) } else { Err(invalid_grant()) }
}

fn required(params: &Params, name: &str) -> Result<String, Answer> {
    let value = params.text(name);
    if value.is_empty() { Err(invalid_request(&format!("Parameter {name} is missing"))) } else { Ok(value) }
}
