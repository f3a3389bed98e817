//! `crm.duplicate.findbycomm`: finds contacts by whole phone numbers or e-mail addresses. Values that are no texts are
//! skipped.

use super::context::{Context, Outcome};
use super::error::RestError;
use crate::crm::Contact;
use crate::php::{Php, PhpArray, php, text};

const MAX_VALUES: usize = 20;
const MAX_MATCHES: usize = 20;

pub(super) fn find(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let kind = params.get("type").map(text).unwrap_or_default().to_uppercase();
    if !["PHONE", "EMAIL"].contains(&kind.as_str()) {
        return Err(RestError::without_code("Communication type is not defined or invalid."));
    }
    let Some(values) = params.get("values").and_then(Php::as_array) else {
        return Err(RestError::without_code("Communication values is not defined."));
    };
    let entity = params.get("entity_type").map(text).unwrap_or_default().to_uppercase();
    let data = context.data();
    let user = context.user(&data);
    let mut found: Vec<u64> = Vec::new();
    if entity.is_empty() || entity == "CONTACT" {
        let texts = values.values().filter_map(|value| match value {
            Php::Str(value) => Some(normalized(&kind, value)),
            _ => None,
        });
        for value in texts.take(MAX_VALUES).filter(|value| !value.is_empty()) {
            let visible = data.crm.contacts().values().filter(|contact| user.may_read(contact.assigned_by));
            let matching = visible.filter(|contact| has(contact, &kind, &value)).take(MAX_MATCHES);
            found.extend(matching.map(|contact| contact.id));
        }
    }
    found.sort_unstable();
    found.dedup();
    let result = if found.is_empty() {
        Php::empty()
    } else {
        php! { "CONTACT" => Php::list(found) }
    };
    Ok(result.into())
}

fn has(contact: &Contact, kind: &str, value: &str) -> bool {
    contact.multi.get(kind).into_iter().flatten().any(|multi| normalized(kind, &multi.value) == value)
}

/// A phone number without punctuation, or an e-mail address in lower case.
fn normalized(kind: &str, value: &str) -> String {
    if kind == "PHONE" {
        return value.chars().filter(char::is_ascii_digit).collect();
    }
    value.trim().to_lowercase()
}
