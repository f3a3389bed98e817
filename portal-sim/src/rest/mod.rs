//! REST of a portal: from the request on the wire to the answer, in the order in which a portal decides.

mod access;
mod batch;
mod error;
mod limits;
mod reference;
mod request;
mod session;
mod workers;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use tokio::sync::oneshot;

use crate::faults::Fault;
use crate::php::{Php, php};
use crate::portal::{Incident, Portal};
use crate::transport::{
    Answer, Asked, Sent, after_work, before_work, during_outage, front_end_page, status_after_work,
};
use request::Incoming;

pub(crate) use batch::read_command;
pub(crate) use error::RestError;
pub(crate) use limits::Limits;
use session::Turn;
pub(crate) use session::{Outcome, Reply, Session};
use workers::Busy;
pub(crate) use workers::Workers;

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
        answer(Asked::over_http(&req, &body), portal).await.over_http(&req)
    };
    for (name, value) in CORS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

const CORS: [(&str, &str); 2] =
    [("access-control-allow-origin", "*"), ("access-control-allow-headers", "origin, content-type, accept")];

/// A request that is under way until this is dropped, even when its caller hangs up.
struct Flight {
    portal: Portal,
    entry: usize,
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.portal.core.journal.land(self.entry, self.portal.world.clock.now());
    }
}

/// Answers one call, whatever carries it.
pub(crate) async fn answer(asked: Asked<'_>, portal: Portal) -> Sent {
    let now = portal.world.clock.now();
    let incoming = Incoming::read(asked);
    let journal = &portal.core.journal;
    let entry = journal.open(incoming.call(asked, now));
    let _flight = Flight { portal: portal.clone(), entry };
    if let Some((status, response)) = during_outage(portal.outage()).await {
        journal.close(entry, status, None);
        return response;
    }
    portal.note(Incident::Call(&incoming.method));
    crate::methods::note_requests(&portal, &incoming.method, &incoming.params);
    let bucket = portal.tuned(|tuning| tuning.bucket);
    if !crate::lock(&portal.core.limits).admit(bucket, now) {
        let refusal = Answer::error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
        journal.close(entry, refusal.status, refusal.code().as_deref());
        return after_work(None, &refusal);
    }
    let fault = portal.core.faults.take(&incoming.method, false);
    if let Some((status, response)) = before_work(fault.as_ref()).await {
        journal.close(entry, status, None);
        return response;
    }
    let (gateway, patience) = oneshot::channel();
    let method = incoming.method.clone();
    let arrival = Arrival { entry, at: now };
    let work = portal.world.runtime.spawn(work(portal.clone(), incoming, arrival, fault.clone(), gateway));
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
    if let Some(Fault::LateAnswer(span)) = &fault {
        portal.world.clock.sleep(*span).await;
    }
    if let Some(Fault::Held(gate)) = &fault {
        gate.pass().await;
    }
    let answer = falsified(&portal, &method, fault.as_ref(), answer);
    let status = status_after_work(fault.as_ref(), &answer);
    if status != answer.status {
        journal.close(entry, status, None);
    }
    after_work(fault.as_ref(), &answer)
}

/// The answer as a fault twists its words; a good one is kept for the fault that repeats it.
fn falsified(portal: &Portal, method: &str, fault: Option<&Fault>, answer: Answer) -> Answer {
    let mut last = crate::lock(&portal.core.last_answers);
    match fault {
        Some(Fault::PreviousAnswer) => match last.get(method) {
            Some(previous) => Answer { text: Some(previous.clone()), ..answer },
            None => answer,
        },
        Some(Fault::Reshaped(reshape)) => Answer { text: Some(reshape.apply(&answer.body)), ..answer },
        _ => {
            let text = answer.body.to_text();
            if answer.status == 200 && answer.body.get("error").is_none() {
                last.insert(method.to_owned(), text.clone());
            }
            Answer { text: Some(text), ..answer }
        }
    }
}

/// A request that has come in: its entry in the journal, and when that was.
#[derive(Clone, Copy)]
struct Arrival {
    entry: usize,
    at: f64,
}

/// Waits for a worker, runs the method to its end and notes the answer.
async fn work(
    portal: Portal,
    incoming: Incoming,
    arrival: Arrival,
    fault: Option<Fault>,
    gateway: oneshot::Sender<()>,
) -> Answer {
    let (clock, entry) = (portal.world.clock.clone(), arrival.entry);
    let (turn, busy) = queue_up(&portal, arrival.at, gateway).await;
    let start = clock.now();
    portal.core.journal.begin(entry, start);
    let answer = match run(&portal, &incoming, entry, fault, turn).await {
        Ok((reply, session)) => {
            let answer = Answer::ok(envelope(reply, start, &session));
            session.settle();
            answer
        }
        Err(error) => error.answer(),
    };
    drop(busy);
    portal.core.journal.finish(entry, clock.now());
    portal.core.journal.close_if_open(entry, answer.status, answer.code().as_deref());
    answer
}

/// The gateway waits no longer for a request in the queue than for one at work; it stays in the queue all the same.
async fn queue_up(portal: &Portal, arrived: f64, gateway: oneshot::Sender<()>) -> (Turn, Busy) {
    // Who finds a free worker did not wait, however slow the machine is beside a fast clock.
    if let Some(busy) = portal.core.workers.try_take() {
        return (Turn { waited: std::time::Duration::ZERO, gateway: Some(gateway) }, busy);
    }
    let clock = &portal.world.clock;
    let patience = portal.tuned(|tuning| tuning.gateway_limit);
    let mut gateway = Some(gateway);
    let worker = portal.core.workers.take();
    tokio::pin!(worker);
    let busy = tokio::select! {
        biased;
        busy = &mut worker => busy,
        () = clock.sleep_until(arrived + patience.as_secs_f64()) => {
            if let Some(gateway) = gateway.take() {
                let _ = gateway.send(());
            }
            worker.await
        }
    };
    let waited = std::time::Duration::try_from_secs_f64(clock.now() - arrived).unwrap_or_default();
    (Turn { waited, gateway }, busy)
}

async fn run(
    portal: &Portal,
    incoming: &Incoming,
    entry: usize,
    fault: Option<Fault>,
    turn: Turn,
) -> Result<(Reply, Session), RestError> {
    if incoming.method != "batch" && !crate::methods::exists(&incoming.method) {
        return Err(RestError::method_not_found());
    }
    let access = access::authenticate(portal, incoming)?;
    portal.core.journal.identify(entry, access.user_id, access.via());
    let mut session = Session::new(portal.clone(), access, turn);
    let outcome = if incoming.method == "batch" {
        batch::run(&mut session, incoming, fault).await
    } else {
        session.execute(&incoming.method, &incoming.params, fault).await
    };
    match outcome {
        Ok(reply) => Ok((reply, session)),
        Err(error) => {
            session.settle();
            Err(error)
        }
    }
}

fn envelope(reply: Reply, start: f64, session: &Session) -> Php {
    let mut body = php! { "result" => reply.result };
    if let Some(next) = reply.next {
        body.array_mut().set("next", next);
    }
    if let Some(total) = reply.total {
        body.array_mut().set("total", total);
    }
    let operating = session.operating(&session.method);
    body.array_mut().set("time", time_block(start, session.charged.as_secs_f64(), operating));
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
