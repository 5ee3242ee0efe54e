"""Parses, groups and prints records: dictionaries, strings, lists, classes, JSON."""
import collections
import json
import random

random.seed(7)


class Item:
    def __init__(self, name, price, tags):
        self.name, self.price, self.tags = name, price, tags


def record(number):
    tags = ["tag%d" % random.randrange(60) for _ in range(random.randrange(5))]
    return {"name": "item-%d" % number, "price": random.randrange(10000) / 100, "tags": tags}


lines = [json.dumps(record(number)) for number in range(2000)]
items = [Item(**json.loads(line)) for line in lines]
by_tag = collections.defaultdict(list)
for item in items:
    for tag in item.tags:
        by_tag[tag].append(item)
report = []
for tag, group in sorted(by_tag.items()):
    names = ", ".join(sorted(item.name for item in group if item.price > 20))
    report.append("%s: %d, %.2f: %s" % (tag, len(group), sum(i.price for i in group), names))
text = "\n".join(report)
words = collections.Counter(text.split())
print(len(text), words.most_common(1))
