//! Handlers of this app on a portal: events and widgets, bound in one batch. "Already bound" comes as an error
//! without a code of its own and is a success; the lists read in the same batch decide
//! (b24restdocs api-reference/events/event-bind.md, api-reference/widgets/placement-bind.md).

use serde_json::Value;

use super::batch::{Command, Outcome};
use super::error::{RefusalKind, RestError};
use super::http::Patience;
use super::rest::{Caller, Rest};

/// Something of the portal that this app wants to be told of or to stand in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handler {
    /// An event of the app's life, by its name.
    Event(&'static str),
    /// A widget, by its placement's code.
    Widget(&'static str),
}

/// All that an installation binds.
pub const HANDLERS: [Handler; 5] = [
    Handler::Event("ONAPPINSTALL"),
    Handler::Event("ONAPPUPDATE"),
    Handler::Event("ONAPPUNINSTALL"),
    Handler::Widget("CRM_CONTACT_DETAIL_TOOLBAR"),
    Handler::Widget("CRM_CONTACT_LIST_MENU"),
];

/// What became of one handler.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Bound {
    /// It is bound, now or since before.
    Yes,
    /// This portal has no such place or event (an older or smaller box).
    NotOffered,
    /// The app was not granted the scope for it: trying again is of no use before it is.
    NotGranted,
    /// The portal refused, with its code.
    Refused(String),
}

/// Where the handlers point and what the widgets are called.
#[derive(Clone, Debug)]
pub struct Wiring {
    /// Address for events.
    pub events_url: String,
    /// Address for widgets.
    pub placement_url: String,
    /// Widget titles: Bitrix24's language code and text. The first is the default.
    pub titles: Vec<(&'static str, String)>,
}

/// Binds every handler in one call; what is bound already stays.
///
/// # Errors
/// When the call as a whole did not succeed.
pub async fn bind_all(
    rest: &Rest,
    caller: &Caller,
    wiring: &Wiring,
) -> Result<Vec<(Handler, Bound)>, RestError> {
    let mut commands: Vec<Command> = HANDLERS.iter().map(|handler| bind_command(*handler, wiring)).collect();
    commands.push(Command::new("event.get"));
    commands.push(Command::new("placement.get"));
    let mut outcomes = rest.batch(caller, &commands, Patience::Write).await?;
    let lists: Vec<Value> = outcomes
        .split_off(HANDLERS.len())
        .into_iter()
        .filter_map(|outcome| outcome.done().map(|answer| answer.result))
        .collect();
    Ok(HANDLERS
        .into_iter()
        .zip(outcomes)
        .map(|(handler, outcome)| (handler, judge(handler, outcome, wiring, &lists)))
        .collect())
}

fn bind_command(handler: Handler, wiring: &Wiring) -> Command {
    match handler {
        Handler::Event(name) => {
            Command::new("event.bind").with("event", name).with("handler", &wiring.events_url)
        }
        Handler::Widget(code) => {
            let default_title = wiring.titles.first().map_or("", |(_, title)| title);
            let command = Command::new("placement.bind")
                .with("PLACEMENT", code)
                .with("HANDLER", &wiring.placement_url)
                .with("TITLE", default_title);
            wiring.titles.iter().fold(command, |command, (language, title)| {
                command.with(format!("LANG_ALL[{language}][TITLE]"), title)
            })
        }
    }
}

fn judge(handler: Handler, outcome: Outcome, wiring: &Wiring, lists: &[Value]) -> Bound {
    let refusal = match outcome {
        Outcome::Done(_) => return Bound::Yes,
        Outcome::Refused(refusal) if refusal.already_bound => return Bound::Yes,
        Outcome::Refused(refusal) => Some(refusal),
        Outcome::Missing => None,
    };
    if lists.iter().any(|list| lists_handler(list, handler, wiring)) {
        return Bound::Yes;
    }
    match refusal {
        None => Bound::Refused("no answer".to_owned()),
        Some(refusal) => match (refusal.kind, refusal.code.to_ascii_uppercase().as_str()) {
            (RefusalKind::MethodMissing, _) | (_, "ERROR_PLACEMENT_NOT_FOUND" | "ERROR_EVENT_NOT_FOUND") => {
                Bound::NotOffered
            }
            (RefusalKind::ScopeMissing, _) => Bound::NotGranted,
            (_, code) => Bound::Refused(code.to_owned()),
        },
    }
}

fn lists_handler(list: &Value, handler: Handler, wiring: &Wiring) -> bool {
    let (key, name, url) = match handler {
        Handler::Event(name) => ("event", name, &wiring.events_url),
        Handler::Widget(code) => ("placement", code, &wiring.placement_url),
    };
    let is_it = |row: &Value| {
        let text = |field| row.get(field).and_then(Value::as_str);
        text(key).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && text("handler") == Some(url.as_str())
    };
    list.as_array().is_some_and(|rows| rows.iter().any(is_it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bitrix::error::Refusal;
    use serde_json::json;

    fn wiring() -> Wiring {
        Wiring {
            events_url: "https://app.example/events".to_owned(),
            placement_url: "https://app.example/placement".to_owned(),
            titles: vec![("en", "Delete contact".to_owned())],
        }
    }

    fn refused(code: &str, text: &str) -> Outcome {
        Outcome::Refused(Refusal::classify(code, text, 400))
    }

    #[test]
    fn already_bound_is_bound() {
        let text = "Unable to set event handler: Handler already binded";
        let event = Handler::Event("ONAPPINSTALL");
        assert_eq!(judge(event, refused("ERROR_CORE", text), &wiring(), &[]), Bound::Yes);
        assert_eq!(judge(event, refused("ERROR_EVENT_BINDING_EXISTS", ""), &wiring(), &[]), Bound::Yes);
        let list = json!([{"event": "ONAPPINSTALL", "handler": "https://app.example/events"}]);
        assert_eq!(judge(event, refused("ERROR_CORE", "schon da"), &wiring(), &[list]), Bound::Yes);
    }

    #[test]
    fn a_handler_of_somebody_else_is_not_ours() {
        let list =
            json!([{"placement": "CRM_CONTACT_LIST_MENU", "handler": "https://other.example/placement"}]);
        let widget = Handler::Widget("CRM_CONTACT_LIST_MENU");
        assert_eq!(
            judge(widget, refused("ACCESS_DENIED", ""), &wiring(), &[list]),
            Bound::Refused("ACCESS_DENIED".to_owned())
        );
        assert_eq!(
            judge(widget, refused("ERROR_PLACEMENT_NOT_FOUND", ""), &wiring(), &[]),
            Bound::NotOffered
        );
    }
}
