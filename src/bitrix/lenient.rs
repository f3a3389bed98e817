//! Reads JSON as PHP writes it: numbers as strings, empty maps as lists, `null`, `""` and `"0"` for nothing.

use serde_json::{Map, Value};

/// An answer without the byte order mark that some servers put before it.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The JSON of an answer.
pub(super) fn json(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(without_mark(bytes)).ok()
}

/// A map that may arrive as `[]`, `null`, or as a list when its keys are 0…n-1.
pub(super) fn map(value: Option<Value>) -> Map<String, Value> {
    match value {
        Some(Value::Object(map)) => map,
        Some(Value::Array(items)) => {
            items.into_iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        _ => Map::new(),
    }
}

/// Text, or a number as text. Empty text and `null` give `None`.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    }
}

/// A non-negative number, also from text.
pub(super) fn number(value: Option<&Value>) -> Option<u32> {
    match value {
        Some(Value::Number(number)) => number.as_u64().and_then(|n| u32::try_from(n).ok()),
        Some(Value::String(text)) => text.parse().ok(),
        _ => None,
    }
}

/// Non-negative seconds with a fraction, also from text.
pub(super) fn seconds(value: Option<&Value>) -> Option<f64> {
    let seconds = match value {
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.parse().ok(),
        _ => None,
    };
    seconds.filter(|seconds: &f64| seconds.is_finite() && *seconds >= 0.0)
}

/// A flag: a real boolean, or `Y`, `1`, `true` as text.
pub(super) fn flag(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => matches!(text.as_str(), "Y" | "1" | "true"),
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        _ => false,
    }
}
