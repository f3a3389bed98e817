//! Answering one request, over a socket or in memory. The work runs in a task of its own: it goes on when the client
//! hangs up and when the gateway answers 504.

use super::deletion_requests;
use super::gateway::Gateway;
use super::request::RestRequest;
use super::work::{LoggedRequest, work};
use crate::faults::Fault;
use crate::portal::Portal;
use crate::sync::lock;
use crate::wire::{
    Answer, Request, Response, after_work, before_work, during_outage, front_end_page, status_after_work,
    wait_after_work,
};
use crate::world::Occurrence;

/// Counts a request as in flight until this is dropped, which also happens when its caller hangs up.
struct InFlight {
    portal: Portal,
    entry: usize,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.portal.core.journal.leave_flight(self.entry, self.portal.now());
    }
}

/// Answers one request.
pub(crate) async fn answer(request: Request<'_>, portal: Portal) -> Response {
    let now = portal.now();
    let rest_request = RestRequest::read(request);
    let journal = &portal.core.journal;
    let entry = journal.open(rest_request.arrival(request, now));
    let _in_flight = InFlight { portal: portal.clone(), entry };
    if let Some((status, response)) = during_outage(portal.outage()).await {
        journal.close(entry, status, None);
        return response;
    }
    portal.report(Occurrence::Call(&rest_request.method));
    deletion_requests::count(&portal, &rest_request.method, &rest_request.params);
    let bucket = portal.setting(|settings| settings.bucket);
    if !lock(&portal.core.limits).admit(bucket, now) {
        let refusal = Answer::error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
        journal.close(entry, refusal.status, refusal.code().as_deref());
        return after_work(None, &refusal);
    }
    let fault = portal.core.faults.take(&rest_request.method, false);
    if let Some((status, response)) = before_work(fault.as_ref()).await {
        journal.close(entry, status, None);
        return response;
    }
    let method = rest_request.method.clone();
    let logged = LoggedRequest { entry, at: now };
    let answer = match work_behind_gateway(&portal, rest_request, logged, fault.clone()).await {
        Ok(answer) => answer,
        Err(status) => {
            journal.close(entry, status, None);
            return front_end_page(status);
        }
    };
    wait_after_work(fault.as_ref(), &portal.world.clock).await;
    let answer = with_changed_text(&portal, &method, fault.as_ref(), answer);
    let status = status_after_work(fault.as_ref(), &answer);
    if status != answer.status {
        journal.close(entry, status, None);
    }
    after_work(fault.as_ref(), &answer)
}

/// The answer of the work, or the front end's status: 504 when the gateway gives up, 500 when the work panics.
async fn work_behind_gateway(
    portal: &Portal,
    request: RestRequest,
    logged: LoggedRequest,
    fault: Option<Fault>,
) -> Result<Answer, u16> {
    let (gateway, given_up) = Gateway::new();
    let work = portal.world.runtime.spawn(work(portal.clone(), request, logged, fault, gateway));
    tokio::select! {
        biased;
        Ok(()) = given_up => Err(504),
        done = work => done.or(Err(500)),
    }
}

/// Changes the text of the answer as the fault says. Other successful answers are kept for [`Fault::PreviousAnswer`].
fn with_changed_text(portal: &Portal, method: &str, fault: Option<&Fault>, answer: Answer) -> Answer {
    let mut last = lock(&portal.core.last_answers);
    let text = match fault {
        Some(Fault::PreviousAnswer) => last.get(method).cloned(),
        Some(Fault::Reshaped(reshape)) => Some(reshape.apply(&answer.body)),
        _ => {
            let text = answer.body.to_text();
            if answer.is_success() {
                last.insert(method.to_owned(), text.clone());
            }
            Some(text)
        }
    };
    Answer { text, ..answer }
}
