"""placeholder"""
def check(a): pass
