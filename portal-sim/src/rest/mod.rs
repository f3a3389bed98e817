//! REST of a portal: from the request on the wire to the answer, in the order in which a portal decides.

mod access;
mod batch;
mod error;
mod limits;
mod reference;
mod request;
mod session;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use tokio::sync::oneshot;

use crate::faults::Fault;
use crate::php::{Php, php};
use crate::portal::Portal;
use crate::transport::{Answer, after_work, before_work, front_end_page, status_after_work};
use request::Incoming;

pub(crate) use batch::read_command;
pub(crate) use error::RestError;
pub(crate) use limits::Limits;
pub(crate) use session::{Outcome, Reply, Session};

/// Routes of the REST interface.
pub(crate) fn configure(cfg: &mut web::ServiceConfig) {
    cfg.route("/rest/{place:.*}", web::to(serve));
}

/// Answers one request. The work runs on its own: neither a client that hangs up nor the gateway that loses
/// patience stops it.
async fn serve(req: HttpRequest, body: web::Bytes, portal: Portal) -> HttpResponse {
    let mut response = if req.method() == "OPTIONS" {
        HttpResponse::Ok().finish()
    } else {
        answer(&req, &body, portal).await
    };
    for (name, value) in CORS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

const CORS: [(&str, &str); 2] =
    [("access-control-allow-origin", "*"), ("access-control-allow-headers", "origin, content-type, accept")];

async fn answer(req: &HttpRequest, body: &[u8], portal: Portal) -> HttpResponse {
    let now = portal.world.clock.now();
    let incoming = Incoming::read(req, body);
    let journal = &portal.core.journal;
    let entry = journal.open(incoming.call(req, now));
    crate::methods::note_requests(&portal, &incoming.method, &incoming.params);
    if !crate::lock(&portal.core.limits).admit(portal.world.settings.bucket, now) {
        let refusal = Answer::error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
        journal.close(entry, refusal.status, refusal.code());
        return after_work(req, None, &refusal);
    }
    let fault = portal.core.faults.take(&incoming.method, false);
    if let Some((status, response)) = before_work(req, fault.as_ref()).await {
        journal.close(entry, status, None);
        return response;
    }
    let (gateway, patience) = oneshot::channel();
    let work = portal.world.runtime.spawn(work(portal.clone(), incoming, entry, fault.clone(), gateway));
    let done = tokio::select! {
        biased;
        Ok(()) = patience => {
            journal.close(entry, 504, None);
            return front_end_page(504);
        }
        done = work => done,
    };
    let Ok(answer) = done else {
        journal.close(entry, 500, None);
        return front_end_page(500);
    };
    let status = status_after_work(fault.as_ref(), &answer);
    if status != answer.status {
        journal.close(entry, status, None);
    }
    after_work(req, fault.as_ref(), &answer)
}

/// Runs the method to its end and notes the answer.
async fn work(
    portal: Portal,
    incoming: Incoming,
    entry: usize,
    fault: Option<Fault>,
    gateway: oneshot::Sender<()>,
) -> Answer {
    let start = portal.world.clock.now();
    let answer = match run(&portal, &incoming, entry, fault, gateway).await {
        Ok((reply, session)) => Answer::ok(envelope(reply, start, &session)),
        Err(error) => error.answer(),
    };
    portal.core.journal.close_if_open(entry, answer.status, answer.code());
    answer
}

async fn run(
    portal: &Portal,
    incoming: &Incoming,
    entry: usize,
    fault: Option<Fault>,
    gateway: oneshot::Sender<()>,
) -> Result<(Reply, Session), RestError> {
    if incoming.method != "batch" && !crate::methods::exists(&incoming.method) {
        return Err(RestError::method_not_found());
    }
    let access = access::authenticate(portal, incoming)?;
    portal.core.journal.identify(entry, access.user_id, access.via());
    let mut session = Session::new(portal.clone(), access, gateway);
    let reply = if incoming.method == "batch" {
        batch::run(&mut session, incoming, fault).await?
    } else {
        session.execute(&incoming.method, &incoming.params, fault).await?
    };
    Ok((reply, session))
}

fn envelope(reply: Reply, start: f64, session: &Session) -> Php {
    let mut body = php! { "result" => reply.result };
    if let Some(next) = reply.next {
        body.array_mut().set("next", next);
    }
    if let Some(total) = reply.total {
        body.array_mut().set("total", total);
    }
    body.array_mut().set("time", time_block(start, session.charged.as_secs_f64(), session.operating));
    body
}

/// The `time` of an answer; `operating` only where the limiter runs.
pub(crate) fn time_block(start: f64, duration: f64, operating: Option<limits::Operating>) -> Php {
    let mut time = php! {
        "start" => start,
        "finish" => start + duration,
        "duration" => duration,
        "processing" => duration,
        "date_start" => crate::clock::iso(start),
        "date_finish" => crate::clock::iso(start + duration),
    };
    if let Some(operating) = operating {
        time.array_mut().set("operating_reset_at", operating.reset_at);
        time.array_mut().set("operating", operating.seconds);
    }
    time
}
