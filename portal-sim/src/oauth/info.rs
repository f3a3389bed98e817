//! `app.info` on the authorization server: the only believable word on whose token it is.

use super::{TokenState, call, is_well_formed, param, read_params, with_faults};
use crate::clock::iso_utc;
use crate::lock;
use crate::php::{PhpArray, php};
use crate::portal::{Portal, PortalState};
use crate::rest::time_block;
use crate::transport::{Answer, Asked, Sent};
use crate::world::World;

pub(super) async fn answer(asked: Asked<'_>, world: &std::sync::Arc<World>) -> Sent {
    let read = read_params(asked, true);
    let call = call(world, asked, "app.info", "auth", &read);
    with_faults(world, call, || describe(world, &read.0)).await
}

fn describe(world: &std::sync::Arc<World>, params: &PhpArray) -> Answer {
    let token = param(params, "auth");
    if !is_well_formed(&token) {
        return Answer::error(401, "NO_AUTH_FOUND", "Wrong authorization data");
    }
    let now = world.clock.now();
    let TokenState::Valid { owner, expires_at } = lock(&world.grants).check(&token, now) else {
        return Answer::error(400, "invalid_client", "Invalid client");
    };
    let portal = Portal::new(std::sync::Arc::clone(world), owner.portal);
    let data = lock(&portal.core.data);
    let gone = !data.app.present && owner.client_id == world.app().client_id;
    match data.state {
        PortalState::AppRemoved => return not_installed(),
        PortalState::PaymentRequired => {
            return Answer::error(401, "PAYMENT_REQUIRED", "Subscription has been ended");
        }
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

fn not_installed() -> Answer {
    Answer::error(401, "NOT_INSTALLED", "Application not installed")
}
