//! The filter of the `crm.*.list` methods (`yuliai/bitrix-modules crm/classes/general/restservice.php`).
//! It drops every condition that it does not understand, so the list has more entries than the caller expects.

use super::schema::{Field, FieldKind, Record};
use crate::php::{Php, PhpArray, int, text};

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    Like,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// One condition that the portal understood.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) field: Field,
    pub(crate) negated: bool,
    pub(crate) operator: Operator,
    /// The entry must match one of these.
    values: Vec<Expected>,
}

#[derive(Debug, Clone)]
enum Expected {
    Number(f64),
    Text(String),
    Prefix(String),
    /// No value, zero or an empty text.
    Nothing,
    /// SQL's NULL, which stands for an unreadable date.
    Null,
}

impl Condition {
    /// The conditions of a filter that the portal understands.
    pub(crate) fn parse_all(fields: &'static [Field], filter: &PhpArray) -> Vec<Self> {
        filter.iter().filter_map(|(key, value)| Self::parse(fields, key, value)).collect()
    }

    fn parse(fields: &'static [Field], key: &str, value: &Php) -> Option<Self> {
        let (negated, mut operator, name) = split_key(key);
        let field = *fields.iter().find(|field| field.name == name)?;
        match field.kind {
            FieldKind::NoColumn => return None,
            FieldKind::Multi if name != key => return None,
            FieldKind::Multi => return multi_condition(field, value),
            FieldKind::Status | FieldKind::Link if operator == Operator::Like => operator = Operator::Equal,
            _ => {}
        }
        Self::on(field, negated, operator, value)
    }

    /// A condition on a field. An empty array gives no condition.
    pub(crate) fn on(field: Field, negated: bool, operator: Operator, value: &Php) -> Option<Self> {
        let range = !matches!(operator, Operator::Equal | Operator::Like);
        let values = match value {
            // A range of numbers casts its value to int: a filled list becomes 1, an empty one 0.
            Php::Array(_) if range && field.name == "ID" => {
                vec![expected(field.kind, operator, &int(value).into())]
            }
            Php::Array(list) if list.is_empty() => return None,
            Php::Array(list) => list.values().map(|item| expected(field.kind, operator, item)).collect(),
            single => vec![expected(field.kind, operator, single)],
        };
        Some(Self { field, negated, operator, values })
    }

    /// The name of the field.
    pub(crate) fn field(&self) -> &'static str {
        self.field.name
    }

    pub(crate) fn matches(&self, record: &impl Record) -> bool {
        if self.field.kind == FieldKind::Multi {
            let actual = record.texts(self.field.name);
            let prefix = |text: &str| self.values.iter().any(|value| has_prefix(value, text));
            return actual.into_iter().any(prefix);
        }
        let actual = record.value(self.field.name);
        let any = |actual: &Php| self.values.iter().any(|value| self.compare(value, actual));
        let matched = match &actual {
            Php::Array(list) if list.is_empty() => any(&Php::Null),
            Php::Array(list) => list.values().any(any),
            single => any(single),
        };
        matched != self.negated
    }

    /// All matches have greater numbers than this one, if the condition limits the number.
    pub(crate) fn lower_bound(&self) -> Option<u64> {
        let bounds = self.field.name == "ID" && !self.negated && self.operator == Operator::Greater;
        match self.values.as_slice() {
            [Expected::Number(number)] if bounds => Some(as_id(*number)),
            _ => None,
        }
    }

    /// All matches have smaller numbers than this one, if the condition limits the number.
    pub(crate) fn upper_bound(&self) -> Option<u64> {
        let bounds = self.field.name == "ID" && !self.negated && self.operator == Operator::Less;
        match self.values.as_slice() {
            [Expected::Number(number)] if bounds => Some(as_id(*number)),
            _ => None,
        }
    }

    /// The texts in lower case, if the condition asks for equal texts in this field.
    pub(crate) fn exact_texts(&self, field: &str) -> Option<Vec<&str>> {
        if self.field.name != field || self.negated || self.operator != Operator::Equal {
            return None;
        }
        let texts = self.values.iter().map(|value| match value {
            Expected::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// The numbers, if the condition asks for certain numbers of entries.
    pub(crate) fn exact_ids(&self) -> Option<Vec<u64>> {
        if self.field.name != "ID" || self.negated || self.operator != Operator::Equal {
            return None;
        }
        let number = |value: &Expected| match value {
            Expected::Number(number) => Some(as_id(*number)),
            _ => None,
        };
        self.values.iter().map(number).collect()
    }

    fn compare(&self, expected: &Expected, actual: &Php) -> bool {
        match expected {
            Expected::Null | Expected::Prefix(_) => false,
            Expected::Nothing => match actual {
                Php::Null => true,
                Php::Int(number) => self.holds(number.partial_cmp(&0)),
                actual => matches!(text(actual).as_str(), "" | "0"),
            },
            Expected::Number(number) => match actual {
                Php::Null => false,
                Php::Float(actual) => self.holds(actual.partial_cmp(number)),
                actual => self.holds(as_float(int(actual)).partial_cmp(number)),
            },
            Expected::Text(expected) => {
                let actual = text(actual).to_lowercase();
                match self.operator {
                    Operator::Like => actual.contains(expected.as_str()),
                    _ => self.holds(actual.as_str().partial_cmp(expected.as_str())),
                }
            }
        }
    }

    fn holds(&self, order: Option<std::cmp::Ordering>) -> bool {
        let Some(order) = order else { return false };
        match self.operator {
            Operator::Equal | Operator::Like => order.is_eq(),
            Operator::Greater => order.is_gt(),
            Operator::GreaterOrEqual => order.is_ge(),
            Operator::Less => order.is_lt(),
            Operator::LessOrEqual => order.is_le(),
        }
    }
}

/// Splits `!%NAME` into negation, operator and name.
pub(crate) fn split_key(key: &str) -> (bool, Operator, &str) {
    let (negated, rest) = key.strip_prefix('!').map_or((false, key), |rest| (true, rest));
    let operators = [
        (">=", Operator::GreaterOrEqual),
        ("<=", Operator::LessOrEqual),
        ("=%", Operator::Like),
        ("%=", Operator::Like),
        (">", Operator::Greater),
        ("<", Operator::Less),
        ("%", Operator::Like),
        ("@", Operator::Equal),
        ("=", Operator::Equal),
    ];
    for (sign, operator) in operators {
        if let Some(name) = rest.strip_prefix(sign) {
            return (negated, operator, name);
        }
    }
    (negated, Operator::Equal, rest)
}

/// A condition on phones, e-mail addresses and the like. They match by prefix. Only the first element of an array
/// counts, and an empty text gives no condition.
fn multi_condition(field: Field, value: &Php) -> Option<Condition> {
    let expected = match value {
        Php::Array(list) => text(list.values().next()?),
        single => text(single),
    };
    let operator = Operator::Equal;
    (!expected.is_empty()).then(|| Condition {
        field,
        negated: false,
        operator,
        values: vec![Expected::Prefix(expected.to_lowercase())],
    })
}

fn has_prefix(expected: &Expected, actual: &str) -> bool {
    matches!(expected, Expected::Prefix(prefix) if actual.to_lowercase().starts_with(prefix))
}

fn expected(kind: FieldKind, operator: Operator, value: &Php) -> Expected {
    match kind {
        FieldKind::Number | FieldKind::Link => match int(value) {
            0 if !matches!(operator, Operator::Greater | Operator::Less) => Expected::Nothing,
            number => Expected::Number(as_float(number)),
        },
        FieldKind::Money => Expected::Number(text(value).parse().unwrap_or_default()),
        FieldKind::Date => read_date(&text(value)).map_or(Expected::Null, Expected::Number),
        FieldKind::Day => read_date(&text(value))
            .map_or(Expected::Null, |_| Expected::Text(text(value).chars().take(10).collect())),
        _ => {
            let value = text(value);
            if value.is_empty() { Expected::Nothing } else { Expected::Text(value.to_lowercase()) }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ids are small; less than 0 is 0"
)]
fn as_id(number: f64) -> u64 {
    number as u64
}

#[expect(clippy::cast_precision_loss, reason = "ids and amounts are small")]
fn as_float(number: i64) -> f64 {
    number as f64
}

/// Reads a date with an offset, or in the portal's own zone (+03:00). This is the part of `strtotime` that is used.
pub(crate) fn read_date(value: &str) -> Option<f64> {
    if let Ok(stamp) = value.parse::<jiff::Timestamp>() {
        return Some(stamp.as_duration().as_secs_f64());
    }
    let moment = value.parse::<jiff::civil::DateTime>();
    let moment = moment.or_else(|_| value.parse::<jiff::civil::Date>().map(|day| day.at(0, 0, 0, 0))).ok()?;
    let stamp = jiff::tz::offset(3).to_timestamp(moment).ok()?;
    Some(stamp.as_duration().as_secs_f64())
}
