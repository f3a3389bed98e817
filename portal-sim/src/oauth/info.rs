//! `app.info` of the authorization server. Only this server can say to whom a token belongs.

use std::sync::Arc;

use super::refusal::{invalid_client, not_installed, payment_required};
use super::request::Params;
use super::with_faults::with_faults;
use crate::clock::iso_utc;
use crate::php::php;
use crate::portal::Portal;
use crate::sync::lock;
use crate::wire::{Answer, Request, Response, time_block};
use crate::world::{PortalState, TokenState, World, is_well_formed};

pub(super) async fn answer(request: Request<'_>, world: &Arc<World>) -> Response {
    let params = Params::read(request, true);
    let arrival = params.arrival(world.clock.now(), request, "app.info", "auth");
    with_faults(world, arrival, || describe(world, &params)).await
}

fn describe(world: &Arc<World>, params: &Params) -> Answer {
    let token = params.text("auth");
    if !is_well_formed(&token) {
        return Answer::error(401, "NO_AUTH_FOUND", "Wrong authorization data");
    }
    let now = world.clock.now();
    let TokenState::Valid { owner, expires_at } = lock(&world.grants).check(&token, now) else {
        return invalid_client();
    };
    let portal = Portal::new(Arc::clone(world), owner.portal);
    let data = portal.data();
    let gone = !data.app.present && owner.client_id == world.app().client_id;
    match data.state {
        PortalState::AppRemoved => return not_installed(),
        PortalState::PaymentRequired => return payment_required(),
        _ if gone => return not_installed(),
        _ => {}
    }
    let scope = portal.scope();
    Answer::ok(php! {
        "result" => php! {
            "client_id" => owner.client_id.as_str(),
            "scope" => scope.as_str(),
            "expires" => iso_utc(expires_at),
            "install" => php! {
                "installed" => data.app.installed,
                "version" => 1_i64,
                "status" => "F",
                "scope" => scope.as_str(),
                "domain" => portal.domain(),
                "uri" => portal.origin(),
                "client_endpoint" => portal.rest_url(),
                "member_id" => portal.member_id(),
                "member_type" => "company",
            },
            "user_id" => owner.user_id,
        },
        "time" => time_block(now, 0.0, None),
    })
}
