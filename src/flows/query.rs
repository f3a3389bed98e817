//! The conditions of a list or of a job's set. If one condition is not understood, all are refused: ignoring it would
//! select more contacts than the user asked for.

use serde_json::{Map, Value};

use crate::bitrix::contacts::Search;
use crate::domain::filter::{self, ContactFilter, MissingPart, SourceCode};
use crate::domain::ids::UserId;

/// Conditions and a search text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContactQuery {
    /// The conditions.
    pub filter: ContactFilter,
    /// The search text and what kind of text it is.
    pub search: Option<Search>,
}

impl ContactQuery {
    /// Sets one condition; an empty value means that the field was left blank. `None`: the name is unknown or the
    /// value is malformed.
    #[must_use]
    pub fn set_parameter(&mut self, name: &str, value: &str) -> Option<()> {
        let filter = &mut self.filter;
        let blank = value.is_empty();
        match name {
            "search" => self.search = Search::parse(value).ok()?,
            "created_from" if !blank => filter.created_from = Some(filter::parse_from(value)?),
            "created_to" if !blank => filter.created_before = Some(filter::parse_to(value)?),
            "created_by" if !blank => filter.created_by = Some(UserId::parse(value)?),
            "assigned_by" if !blank => filter.assigned_by = Some(UserId::parse(value)?),
            "without" if !blank => {
                filter.without = value.split(',').map(MissingPart::parse).collect::<Option<_>>()?;
            }
            "source" if !blank => filter.source = Some(SourceCode::parse(value)?),
            "no_activity_since" if !blank => filter.no_activity_since = Some(filter::parse_from(value)?),
            "created_from" | "created_to" | "created_by" | "assigned_by" | "without" | "source"
            | "no_activity_since" => {}
            _ => return None,
        }
        Some(())
    }

    /// Reads an object with the same names, whose values may be numbers and lists too.
    #[must_use]
    pub fn read(object: &Map<String, Value>) -> Option<Self> {
        let mut query = Self::default();
        for (name, value) in object {
            query.set_parameter(name, &plain(value)?)?;
        }
        Some(query)
    }

    /// Reads the stored text of such an object.
    #[must_use]
    pub fn read_text(text: &str) -> Option<Self> {
        Self::read(&serde_json::from_str(text).ok()?)
    }

    /// Whether there are no conditions, so that all contacts match.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            let values: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
            Some(values?.join(","))
        }
        Value::Bool(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &Value) -> Option<ContactQuery> {
        ContactQuery::read(value.as_object()?)
    }

    #[test]
    fn objects_and_query_strings_give_equal_queries() {
        let mut from_address = ContactQuery::default();
        for (name, value) in [("without", "phone,deals"), ("created_by", "7"), ("search", "Eva")] {
            from_address.set_parameter(name, value).unwrap();
        }
        let object = json!({"without": ["phone", "deals"], "created_by": 7, "search": "Eva", "source": null});
        assert_eq!(read(&object), Some(from_address));
        assert!(read(&json!({"without": [], "search": " ", "source": ""})).unwrap().is_empty());
    }

    #[test]
    fn unknown_and_malformed_conditions_are_refused() {
        for odd in [
            json!({"serach": "Eva"}),
            json!({"without": ["hope"]}),
            json!({"created_by": true}),
            json!({"created_by": -1}),
            json!({"after": 5}),
            json!({"no_activity_since": "P12M"}),
            json!({"without": [1]}),
        ] {
            assert_eq!(read(&odd), None, "{odd}");
        }
    }
}
