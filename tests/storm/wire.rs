//! The network of a run. Requests of the application reach the simulator in memory; events of the simulator reach a
//! running process of the application.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, Weak};

use contact_eraser::bitrix::error::Transport;
use contact_eraser::bitrix::http::{Carried, RawAnswer, Wire};
use contact_eraser::flows::events::EventError;
use contact_eraser::flows::{EventPost, Flows};
use portal_sim::{EventSink, MemoryAnswer, MemoryRequest, Sim};
use reqwest::{Request, StatusCode};

use crate::clock::ProcessClock;
use crate::log;
use crate::world::{Notes, lock};

/// The connection from one process to the simulator.
#[derive(Debug)]
pub(crate) struct MemoryWire {
    pub(crate) sim: Arc<Sim>,
    pub(crate) life: Arc<ProcessClock>,
}

impl Wire for MemoryWire {
    fn carry(&self, request: Request) -> Carried {
        let (sim, life) = (Arc::clone(&self.sim), Arc::clone(&self.life));
        Box::pin(async move {
            let request = read(&request);
            log::remember_tokens(&request.body);
            let answer = sim.send(request).await;
            life.wait_while_frozen().await;
            match answer {
                MemoryAnswer::Response { status, body, location } => Ok(RawAnswer {
                    status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
                    body,
                    redirects_elsewhere: location.is_some(),
                }),
                MemoryAnswer::Cut => Err(Transport::Cut("the connection was closed".into())),
                MemoryAnswer::Refused => Err(Transport::NotSent("nobody listens".into())),
            }
        })
    }
}

fn read(request: &Request) -> MemoryRequest {
    let url = request.url();
    let content_type = request.headers().get("Content-Type").and_then(|value| value.to_str().ok());
    MemoryRequest {
        authority: url
            .host_str()
            .zip(url.port())
            .map_or_else(String::new, |(host, port)| format!("{host}:{port}")),
        path: url.path().to_owned(),
        query: url.query().unwrap_or_default().to_owned(),
        content_type: content_type.unwrap_or_default().to_owned(),
        body: request.body().and_then(|body| body.as_bytes()).unwrap_or_default().to_vec(),
    }
}

/// The address of the application.
pub(crate) const PUBLIC_URL: &str = "http://eraser.example";

/// Delivers events to a running process.
///
/// The simulator delivers an event once. The application must wipe a portal only if it answered the uninstallation with
/// 200.
pub(crate) struct EventDelivery {
    pub(crate) processes: Mutex<Vec<Weak<Flows>>>,
    pub(crate) notes: Arc<Mutex<Notes>>,
    /// The portals' member ids.
    pub(crate) members: Vec<String>,
}

impl fmt::Debug for EventDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventDelivery")
    }
}

impl EventSink for EventDelivery {
    fn deliver(&self, _: String, body: String) -> Pin<Box<dyn Future<Output = Option<u16>> + Send>> {
        let flows = self.processes.lock().unwrap().iter().find_map(Weak::upgrade);
        let asks_for_all = body.contains("event=ONAPPUNINSTALL") && body.contains("CLEAN%5D=1");
        let wiped =
            self.members.iter().position(|member| body.contains(member.as_str())).filter(|_| asks_for_all);
        let notes = Arc::clone(&self.notes);
        Box::pin(async move {
            let flows = flows?;
            let Ok(post) = EventPost::parse(body.as_bytes()) else { return Some(400) };
            let openings = wiped.map(|portal| lock(&notes).openings_of(portal));
            Some(match flows.receive(post).await {
                Ok(()) => {
                    if let Some((portal, openings)) = wiped.zip(openings) {
                        lock(&notes).was_wiped(portal, openings);
                    }
                    200
                }
                Err(EventError::NotAuthentic(_)) => 403,
                Err(EventError::Failure(_)) => 503,
            })
        })
    }
}
