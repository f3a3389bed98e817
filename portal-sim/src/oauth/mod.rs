//! The authorization server: token endpoint and `app.info`; and the portal's own authorization page.
//! Grants belong to a portal, an application and a user together.

mod authorize;
mod grants;
mod info;
mod token;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};

use crate::journal::{Arrival, SecretIn};
use crate::php::{Php, PhpArray, parse_query, text};
use crate::transport::{Asked, Sent, front_end_page};
use crate::world::World;

pub use grants::Pair;
pub(crate) use grants::{Grants, Owner, TokenState, is_well_formed};

/// Routes of the authorization server.
pub(crate) fn configure(cfg: &mut web::ServiceConfig) {
    for path in TOKEN_PATHS.iter().chain(&INFO_PATHS) {
        cfg.route(path, web::to(serve));
    }
}

const TOKEN_PATHS: [&str; 2] = ["/oauth/token", "/oauth/token/"];
const INFO_PATHS: [&str; 3] = ["/rest/app.info", "/rest/app.info/", "/rest/app.info.json"];

async fn serve(req: HttpRequest, body: web::Bytes, world: web::Data<World>) -> HttpResponse {
    answer(Asked::over_http(&req, &body), &world.into_inner()).await.over_http(&req)
}

/// Answers one request to the authorization server, whatever carries it.
pub(crate) async fn answer(asked: Asked<'_>, world: &Arc<World>) -> Sent {
    if TOKEN_PATHS.contains(&asked.path) {
        token::answer(asked, world).await
    } else if INFO_PATHS.contains(&asked.path) {
        info::answer(asked, world).await
    } else {
        front_end_page(404)
    }
}

/// Routes that a portal answers: the authorization page, and the token endpoint too.
pub(crate) fn configure_portal(cfg: &mut web::ServiceConfig) {
    cfg.route("/oauth/token", web::to(token::answer_at_portal))
        .route("/oauth/token/", web::to(token::answer_at_portal))
        .route("/oauth/authorize", web::get().to(authorize::answer))
        .route("/oauth/authorize/", web::get().to(authorize::answer));
}

/// Parameters of the query and of a form body, which beats the query.
fn read_params(asked: Asked<'_>, json: bool) -> (PhpArray, PhpArray) {
    let kind = asked.content_type;
    let inner = if kind.starts_with("application/x-www-form-urlencoded") {
        parse_query(asked.body)
    } else if json && kind.starts_with("application/json") {
        serde_json::from_slice::<Php>(asked.body)
            .ok()
            .and_then(|php| php.as_array().cloned())
            .unwrap_or_default()
    } else {
        PhpArray::default()
    };
    let mut params = parse_query(asked.query.as_bytes());
    for (name, value) in inner.iter() {
        params.set(name, value.clone());
    }
    (params, inner)
}

fn param(params: &PhpArray, name: &str) -> String {
    params.get(name).map(text).unwrap_or_default()
}

/// An open entry for the log of calls.
fn call(world: &World, asked: Asked<'_>, method: &str, secret: &str, read: &(PhpArray, PhpArray)) -> Arrival {
    let mut call = Arrival::new(world.clock.now(), method, &read.0);
    asked.path.clone_into(&mut call.source_path);
    asked.verb.clone_into(&mut call.verb);
    call.secret_in = match (read.1.get(secret), read.0.get(secret)) {
        (Some(_), _) => Some(SecretIn::Body),
        (None, Some(_)) => Some(SecretIn::Query),
        (None, None) => None,
    };
    call
}

/// Sees to scripted faults around work that takes no time.
async fn with_faults(world: &World, call: Arrival, work: impl FnOnce() -> crate::transport::Answer) -> Sent {
    use crate::faults::Fault;
    use crate::transport::{Answer, after_work, before_work, status_after_work};

    let fault = world.oauth_faults.take(&call.method, false);
    let entry = world.oauth_journal.open(call);
    if let Some((status, response)) = before_work(fault.as_ref()).await {
        world.oauth_journal.close(entry, status, None);
        return response;
    }
    if let Some(Fault::Delay(span)) = &fault {
        world.clock.sleep(*span).await;
    }
    let answer = match &fault {
        Some(Fault::Error { status, error, description }) => Answer::error(*status, error, description),
        Some(Fault::HandlerRefuses(why)) => Answer::error(400, "ERROR_CORE", why),
        Some(Fault::LieTrue) => Answer::ok(crate::php::php! { "result" => true }),
        _ => work(),
    };
    world.oauth_journal.close(entry, status_after_work(fault.as_ref(), &answer), answer.code().as_deref());
    if let Some(Fault::LateAnswer(span)) = &fault {
        world.clock.sleep(*span).await;
    }
    if let Some(Fault::Held(gate)) = &fault {
        gate.pass().await;
    }
    after_work(fault.as_ref(), &answer)
}
