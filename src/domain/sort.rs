//! The order of a list of contacts, and the size of its pages.

/// The default number of contacts on a page.
pub const USUAL_LIMIT: usize = 50;
/// Most contacts on a page.
pub const MAX_LIMIT: usize = 200;

/// What contacts are ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SortKey {
    /// Their id.
    Id,
    /// When they were created.
    Created,
    /// When they were last changed.
    Changed,
    /// When their last activity was.
    Activity,
    /// First name, then last name, as names are shown.
    Name,
}

/// A key with a direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sort {
    /// What the contacts are ordered by.
    pub key: SortKey,
    /// Whether the order is descending.
    pub descending: bool,
}

impl Sort {
    /// Reads `created`, or `-created` for the descending order.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        let key = match name {
            "id" => SortKey::Id,
            "created" => SortKey::Created,
            "changed" => SortKey::Changed,
            "activity" => SortKey::Activity,
            "name" => SortKey::Name,
            _ => return None,
        };
        Some(Self { key, descending })
    }
}

/// Additional data of a list, read only on request because it costs further calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ListExtras {
    /// How many deals each one has.
    pub deals: bool,
    /// The names of their sources.
    pub sources: bool,
}

impl ListExtras {
    /// Reads words separated by commas.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut extras = Self::default();
        for word in text.split(',') {
            match word {
                "deals" => extras.deals = true,
                "source" => extras.sources = true,
                _ => return None,
            }
        }
        Some(extras)
    }
}

/// Reads the number of contacts on a page.
#[must_use]
pub fn parse_limit(text: &str) -> Option<usize> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|limit| is_plain && (1..=MAX_LIMIT).contains(limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_orders_limits_and_extras_are_rejected() {
        assert_eq!(Sort::parse("-created"), Some(Sort { key: SortKey::Created, descending: true }));
        assert_eq!(Sort::parse("name").map(|sort| sort.descending), Some(false));
        for odd in ["", "-", "--id", "Created", "phone", "created,id"] {
            assert_eq!(Sort::parse(odd), None, "{odd}");
        }
        assert_eq!((parse_limit("1"), parse_limit("200")), (Some(1), Some(200)));
        for odd in ["", "0", "201", "+50", "-1", "5.0", "fifty"] {
            assert_eq!(parse_limit(odd), None, "{odd}");
        }
        assert_eq!(ListExtras::parse("source,deals"), Some(ListExtras { deals: true, sources: true }));
        assert_eq!((ListExtras::parse(""), ListExtras::parse("deals,phone")), (None, None));
    }
}
