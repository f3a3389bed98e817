//! The handlers of this app on a portal: events and widgets. One batch binds the wanted ones and unbinds the others.
//! The portal answers a second binding with an error, which counts as success. If the error is not clear, the lists
//! that the same batch reads decide (b24restdocs api-reference/events/event-bind.md,
//! api-reference/widgets/placement-bind.md).

use serde_json::Value;

use super::batch::{Command, CommandOutcome};
use super::error::{Refusal, RefusalKind, RestError};
use super::http::CallTimeout;
use super::rest::{Caller, RestClient};
use crate::domain::settings::Widgets;

/// An event or a placement that the app is bound to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handler {
    /// An event about the app, by its name.
    Event(&'static str),
    /// A widget, by the code of its placement.
    Widget(&'static str),
}

/// The button on a contact's card.
pub const CONTACT_CARD: Handler = Handler::Widget("CRM_CONTACT_DETAIL_TOOLBAR");
/// The entry in a row's menu of the contact list.
pub const CONTACT_LIST: Handler = Handler::Widget("CRM_CONTACT_LIST_MENU");

/// The entry in the menu above the contact list, which opens the app.
pub const LIST_TOOLBAR: Handler = Handler::Widget("CRM_CONTACT_LIST_TOOLBAR");

/// All handlers that an installation binds.
pub const HANDLERS: [Handler; 6] = [
    Handler::Event("ONAPPINSTALL"),
    Handler::Event("ONAPPUPDATE"),
    Handler::Event("ONAPPUNINSTALL"),
    CONTACT_CARD,
    CONTACT_LIST,
    LIST_TOOLBAR,
];

/// The result of binding or unbinding one handler.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BindingState {
    /// The handler is in the wanted state.
    Yes,
    /// This portal has no such placement or event (an older or smaller on-premise portal).
    NotOffered,
    /// The app lacks the scope for it. Another try is useless until the scope is granted.
    NotGranted,
    /// The portal refused.
    Refused(Refusal),
}

/// The addresses of the handlers and the titles of the widgets.
#[derive(Clone, Debug)]
pub struct HandlerConfig {
    /// Address for events.
    pub events_url: String,
    /// Address for widgets.
    pub placement_url: String,
    /// Titles of the widgets of one contact: Bitrix24's language code and text. The first is the default.
    pub titles: Vec<(&'static str, String)>,
    /// Titles of the widget that opens the app, in the same form.
    pub app_titles: Vec<(&'static str, String)>,
    /// Which widgets are wanted. Events are always wanted.
    pub widgets: Widgets,
}

impl HandlerConfig {
    fn wants(&self, handler: Handler) -> bool {
        match handler {
            CONTACT_CARD => self.widgets.contact_card,
            CONTACT_LIST => self.widgets.contact_list,
            LIST_TOOLBAR => self.widgets.contact_toolbar,
            Handler::Event(_) | Handler::Widget(_) => true,
        }
    }
}

/// Binds the wanted ones of these handlers and unbinds the others, in one call.
///
/// # Errors
/// When the whole call failed.
pub async fn bind(
    rest: &RestClient,
    caller: &Caller,
    handler_config: &HandlerConfig,
    handlers: &[Handler],
) -> Result<Vec<(Handler, BindingState)>, RestError> {
    let command = |handler: &Handler| {
        let command = if handler_config.wants(*handler) { bind_command } else { unbind_command };
        command(*handler, handler_config)
    };
    let mut commands: Vec<Command> = handlers.iter().map(command).collect();
    commands.push(Command::new("event.get"));
    commands.push(Command::new("placement.get"));
    let mut outcomes = rest.batch(caller, &commands, CallTimeout::Write).await?;
    let lists: Vec<Value> = outcomes
        .split_off(handlers.len())
        .into_iter()
        .filter_map(|outcome| outcome.done().map(|answer| answer.result))
        .collect();
    let with_state = |(handler, outcome)| {
        let is_wanted = handler_config.wants(handler);
        (handler, binding_state(handler, is_wanted, outcome, handler_config, &lists))
    };
    Ok(handlers.iter().copied().zip(outcomes).map(with_state).collect())
}

/// Unbinds every handler. Returns the handlers that the portal refused to unbind.
///
/// # Errors
/// When the whole call failed.
pub async fn unbind_all(
    rest: &RestClient,
    caller: &Caller,
    handler_config: &HandlerConfig,
) -> Result<Vec<Handler>, RestError> {
    let commands = HANDLERS.map(|handler| unbind_command(handler, handler_config));
    let outcomes = rest.batch(caller, &commands, CallTimeout::Write).await?;
    let is_refused = |handler, outcome| {
        matches!(
            binding_state(handler, false, outcome, handler_config, &[]),
            BindingState::Refused(_) | BindingState::NotGranted
        )
    };
    let still_bound = |(handler, outcome)| is_refused(handler, outcome).then_some(handler);
    Ok(HANDLERS.into_iter().zip(outcomes).filter_map(still_bound).collect())
}

/// Which handlers are bound on the portal; `None` if it does not say.
///
/// # Errors
/// When the whole call failed.
pub async fn inspect(
    rest: &RestClient,
    caller: &Caller,
    handler_config: &HandlerConfig,
) -> Result<Vec<(Handler, Option<bool>)>, RestError> {
    let commands = [Command::new("event.get"), Command::new("placement.get")];
    let lists: Vec<Option<Value>> = rest
        .batch(caller, &commands, CallTimeout::Read)
        .await?
        .into_iter()
        .map(|outcome| outcome.done().map(|answer| answer.result))
        .collect();
    let is_bound = |handler: Handler| {
        let list = match handler {
            Handler::Event(_) => lists.first(),
            Handler::Widget(_) => lists.get(1),
        };
        (handler, list.and_then(Option::as_ref).map(|list| lists_handler(list, handler, handler_config)))
    };
    Ok(HANDLERS.into_iter().map(is_bound).collect())
}

fn bind_command(handler: Handler, handler_config: &HandlerConfig) -> Command {
    match handler {
        Handler::Event(name) => {
            Command::new("event.bind").with("event", name).with("handler", &handler_config.events_url)
        }
        Handler::Widget(code) => {
            let titles =
                if handler == LIST_TOOLBAR { &handler_config.app_titles } else { &handler_config.titles };
            let default_title = titles.first().map_or("", |(_, title)| title);
            let command = Command::new("placement.bind")
                .with("PLACEMENT", code)
                .with("HANDLER", &handler_config.placement_url)
                .with("TITLE", default_title);
            titles.iter().fold(command, |command, (language, title)| {
                command.with(format!("LANG_ALL[{language}][TITLE]"), title)
            })
        }
    }
}

fn unbind_command(handler: Handler, handler_config: &HandlerConfig) -> Command {
    match handler {
        Handler::Event(name) => {
            Command::new("event.unbind").with("event", name).with("handler", &handler_config.events_url)
        }
        Handler::Widget(code) => Command::new("placement.unbind")
            .with("PLACEMENT", code)
            .with("HANDLER", &handler_config.placement_url),
    }
}

fn binding_state(
    handler: Handler,
    is_wanted: bool,
    outcome: CommandOutcome,
    handler_config: &HandlerConfig,
    lists: &[Value],
) -> BindingState {
    let refusal = match outcome {
        CommandOutcome::Done(_) => return BindingState::Yes,
        CommandOutcome::Refused(refusal) if is_wanted && refusal.already_bound => return BindingState::Yes,
        CommandOutcome::Refused(refusal) => refusal,
        CommandOutcome::Missing | CommandOutcome::Contradictory => Refusal::classify("", "no answer", 500),
    };
    if is_wanted && lists.iter().any(|list| lists_handler(list, handler, handler_config)) {
        return BindingState::Yes;
    }
    match (refusal.kind, refusal.code.to_ascii_uppercase().as_str()) {
        (RefusalKind::MethodMissing, _) | (_, "ERROR_PLACEMENT_NOT_FOUND" | "ERROR_EVENT_NOT_FOUND") => {
            BindingState::NotOffered
        }
        (RefusalKind::ScopeMissing, _) => BindingState::NotGranted,
        _ => BindingState::Refused(refusal),
    }
}

fn lists_handler(list: &Value, handler: Handler, handler_config: &HandlerConfig) -> bool {
    let (key, name, url) = match handler {
        Handler::Event(name) => ("event", name, &handler_config.events_url),
        Handler::Widget(code) => ("placement", code, &handler_config.placement_url),
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

    fn handler_config() -> HandlerConfig {
        HandlerConfig {
            events_url: "https://app.example/events".to_owned(),
            placement_url: "https://app.example/placement".to_owned(),
            titles: vec![("en", "Delete contact".to_owned())],
            app_titles: vec![("en", "Delete contacts".to_owned())],
            widgets: Widgets::default(),
        }
    }

    fn refused(code: &str, text: &str) -> CommandOutcome {
        CommandOutcome::Refused(Refusal::classify(code, text, 400))
    }

    #[test]
    fn an_already_bound_handler_counts_as_bound() {
        let text = "Unable to set event handler: Handler already binded";
        let event = Handler::Event("ONAPPINSTALL");
        assert_eq!(
            binding_state(event, true, refused("ERROR_CORE", text), &handler_config(), &[]),
            BindingState::Yes
        );
        assert_eq!(
            binding_state(event, true, refused("ERROR_EVENT_BINDING_EXISTS", ""), &handler_config(), &[]),
            BindingState::Yes
        );
        let list = json!([{"event": "ONAPPINSTALL", "handler": "https://app.example/events"}]);
        assert_eq!(
            binding_state(event, true, refused("ERROR_CORE", "schon da"), &handler_config(), &[list]),
            BindingState::Yes
        );
    }

    #[test]
    fn a_handler_of_another_app_is_not_ours() {
        let list =
            json!([{"placement": "CRM_CONTACT_LIST_MENU", "handler": "https://other.example/placement"}]);
        let widget = Handler::Widget("CRM_CONTACT_LIST_MENU");
        assert!(matches!(
            binding_state(widget, true, refused("ACCESS_DENIED", ""), &handler_config(), &[list]),
            BindingState::Refused(refusal) if refusal.code == "ACCESS_DENIED"
        ));
        assert_eq!(
            binding_state(widget, true, refused("ERROR_PLACEMENT_NOT_FOUND", ""), &handler_config(), &[]),
            BindingState::NotOffered
        );
    }
    #[test]
    fn a_handler_that_is_still_listed_is_not_unbound() {
        let list =
            json!([{"placement": "CRM_CONTACT_LIST_MENU", "handler": "https://app.example/placement"}]);
        let outcome =
            binding_state(CONTACT_LIST, false, refused("ACCESS_DENIED", ""), &handler_config(), &[list]);
        assert!(matches!(outcome, BindingState::Refused(_)));
    }
}
